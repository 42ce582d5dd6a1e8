/**
 * The addon between Node and TensorFlow: compiled from TensorFlow.js' sources once per library build, kept in the cache, and
 * copied into node_modules. It must be a copy, not a link, for its RUNPATH (`../../deps/lib`) counts from where it really lies.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allOnPath, run } from './commands.js';
import { AddonLoadError, CommandError, MissingToolError } from './errors.js';
import { firstDamaged, recordFiles, replaceFolder, temporaryBeside, type FileRecord } from './files.js';
import { FRAMEWORK_LIBRARY, type Libraries } from './libraries.js';
import { packageDir } from './paths.js';
import type { Reporter } from './progress.js';

const ADDON = 'tfjs_binding.node';

interface PackageManifest {
  version: string;
  binary: { napi_versions: number[] };
}

/** Path of the addon inside the package: `lib/napi-v<n>/…` with the latest N-API that both sides know. */
export function addonPath(packageFolder: string): string {
  const known = readManifest(packageFolder).binary.napi_versions;
  const latest = Math.max(...known.filter((version) => version <= Number(process.versions.napi)));
  return `lib/napi-v${latest}/${ADDON}`;
}

/** Lays the libraries under the package's `deps`, where the addon and its build look for them. Replaces what was there. */
export async function linkLibraries(packageFolder: string, libraries: Libraries): Promise<void> {
  await replaceFolder(join(packageFolder, 'deps'), async (deps) => {
    await mkdir(join(deps, 'lib'));
    for (const [name, plain] of [
      [libraries.mainLibrary, 'libtensorflow.so'],
      [FRAMEWORK_LIBRARY, 'libtensorflow_framework.so'],
    ] as const) {
      await symlink(join(libraries.libDir, name), join(deps, 'lib', name));
      await symlink(name, join(deps, 'lib', plain));
    }
    await symlink(libraries.includeDir, join(deps, 'include'));
    // The loader resolves the RUNPATH from the link's place, so CUDA's tree must be reachable from there as well.
    if (libraries.nvidiaDir !== undefined) await symlink(libraries.nvidiaDir, join(deps, 'nvidia'));
  });
}

/** Puts an addon for these libraries in its place: from the cache if it is sound and loads, else compiled. */
export async function installAddon(
  packageFolder: string,
  libraries: Libraries,
  cache: string,
  reporter: Reporter,
): Promise<void> {
  const folder = addonFolder(packageFolder, libraries, cache);
  const target = join(packageFolder, addonPath(packageFolder));
  if (await isSound(folder)) {
    await placeFile(join(folder, ADDON), target);
    if (await loads(target)) return;
    reporter.say(`The cached addon in ${folder} does not load on this machine; it is compiled again.`);
  }
  const build = (temporary: string): Promise<void> => compile(packageFolder, libraries, temporary);
  await reporter.during("Compiling TensorFlow's addon", () => replaceFolder(folder, build));
  await placeFile(join(folder, ADDON), target);
  await addonVersion(target);
}

/** Throws MissingToolError unless an addon is cached for these libraries or a compiler is there: asked before a long download. */
export function requireAddonOrCompiler(packageFolder: string, libraries: Pick<Libraries, 'id'>, cache: string): void {
  if (existsSync(addonFolder(packageFolder, libraries, cache))) return;
  const remedy = 'On Debian or Ubuntu: apt-get install g++ make python3';
  const purpose = "to compile TensorFlow's addon";
  const compilers = [process.env['CXX'] ?? '', 'g++', 'c++', 'clang++'].filter((name) => name !== '');
  if (!compilers.some((name) => existsSync(name) || allOnPath(name).length > 0))
    throw new MissingToolError('A C++ compiler', purpose, remedy);
  for (const tool of ['make', 'python3'])
    if (allOnPath(tool).length === 0) throw new MissingToolError(tool, purpose, remedy);
}

/** TensorFlow's version as the loaded addon says it; throws {@link AddonLoadError}. Asked in a process of its own. */
export async function addonVersion(addon: string): Promise<string> {
  const script = `console.log(require(${JSON.stringify(addon)}).TF_Version)`;
  try {
    return (await run(process.execPath, ['-e', script])).trim();
  } catch (cause) {
    throw new AddonLoadError(addon, cause instanceof CommandError ? cause.message : String(cause), { cause });
  }
}

async function loads(addon: string): Promise<boolean> {
  return addonVersion(addon).then(
    () => true,
    () => false,
  );
}

async function isSound(folder: string): Promise<boolean> {
  try {
    const records = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as FileRecord[];
    return (await firstDamaged(folder, records)) === undefined;
  } catch {
    return false;
  }
}

async function placeFile(source: string, target: string): Promise<void> {
  const temporary = await temporaryBeside(target);
  await copyFile(source, join(temporary, ADDON));
  await rename(join(temporary, ADDON), target);
  await rm(temporary, { recursive: true });
}

/** Compiles in a copy of the sources, so that processes which use the package meanwhile are not disturbed. */
async function compile(packageFolder: string, libraries: Libraries, folder: string): Promise<void> {
  const work = join(folder, 'work');
  await mkdir(work);
  for (const name of ['binding', 'binding.gyp', 'package.json']) {
    await cp(join(packageFolder, name), join(work, name), { recursive: true });
  }
  await linkLibraries(work, libraries);
  const builder = join(packageDir('@mapbox/node-pre-gyp', packageFolder), 'bin/node-pre-gyp');
  const env: Record<string, string> = { npm_config_node_gyp: findNodeGyp(), ...headersEnvironment() };
  await run(process.execPath, [builder, 'install', '--build-from-source'], { cwd: work, env });
  await rename(join(work, addonPath(work)), join(folder, ADDON));
  await rm(work, { recursive: true });
  await writeFile(join(folder, 'files.json'), JSON.stringify(await recordFiles(folder, [ADDON])));
}

/** node-gyp comes with npm, and npm may lie beside this Node, behind the `npm` on PATH, or where npm said when it started us. */
export function findNodeGyp(): string {
  const npmFolders = [
    ...(process.env['npm_execpath'] ? [dirname(dirname(process.env['npm_execpath']))] : []),
    join(dirname(dirname(process.execPath)), 'lib/node_modules/npm'),
    ...allOnPath('npm').map((npm) => dirname(dirname(realpathSync(npm)))),
  ];
  const candidates = [
    process.env['npm_config_node_gyp'] ?? '',
    ...npmFolders.map((npm) => join(npm, 'node_modules/node-gyp/bin/node-gyp.js')),
    '/usr/share/nodejs/node-gyp/bin/node-gyp.js',
  ];
  const found = candidates.find((file) => file !== '' && existsSync(file));
  if (found === undefined)
    throw new MissingToolError('node-gyp', "to compile TensorFlow's addon", 'It comes with npm; install npm.');
  return found;
}

/** Node's own headers where they lie beside it; else node-gyp downloads them, unless the user has set `npm_config_nodedir`. */
function headersEnvironment(): Record<string, string> {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  if (process.env['npm_config_nodedir'] || !existsSync(join(prefix, 'include/node/node_api.h'))) return {};
  return { npm_config_nodedir: prefix };
}

function addonFolder(packageFolder: string, libraries: Pick<Libraries, 'id'>, cache: string): string {
  const { version } = readManifest(packageFolder);
  const name = `tfjs-${version}-${napiFolder(packageFolder)}-${process.platform}-${process.arch}-${libraries.id}`;
  return join(cache, 'addons', name);
}

function napiFolder(packageFolder: string): string {
  return dirname(addonPath(packageFolder)).replace('lib/', '');
}

function readManifest(packageFolder: string): PackageManifest {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as PackageManifest;
}
