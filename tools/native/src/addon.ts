/**
 * The addon between Node and TensorFlow. It is compiled from TensorFlow.js' sources once per build of the libraries, kept in the
 * cache, and copied into node_modules. A link would not work, because its RUNPATH (`../../deps/lib`) is relative to the real file.
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

/** Path of the addon inside the package: `lib/napi-v<n>/…` with the latest N-API version that both Node and the package have. */
export function addonPath(packageFolder: string): string {
  const known = readManifest(packageFolder).binary.napi_versions;
  const latest = Math.max(...known.filter((version) => version <= Number(process.versions.napi)));
  return `lib/napi-v${latest}/${ADDON}`;
}

/** Links the libraries in the package's `deps`, where the addon and its build look for them. Replaces the previous links. */
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
    // The loader resolves the RUNPATH relative to the link, so CUDA's tree must be reachable from there as well.
    if (libraries.nvidiaDir !== undefined) await symlink(libraries.nvidiaDir, join(deps, 'nvidia'));
  });
}

/** Installs an addon for these libraries: from the cache if it is intact and loads, else compiled. */
export async function installAddon(
  packageFolder: string,
  libraries: Libraries,
  cache: string,
  reporter: Reporter,
): Promise<void> {
  const folder = addonFolder(packageFolder, libraries, cache);
  const target = join(packageFolder, addonPath(packageFolder));
  if (await isIntact(folder)) {
    await placeFile(join(folder, ADDON), target);
    if (await loads(target)) return;
    reporter.say(`The cached addon in ${folder} does not load on this machine; compiling it again.`);
  }
  const build = (temporary: string): Promise<void> => compile(packageFolder, libraries, temporary);
  await reporter.during("Compiling TensorFlow's addon", () => replaceFolder(folder, build));
  await placeFile(join(folder, ADDON), target);
  await addonVersion(target);
}

/**
 * Checks before a long download that an addon can be made.
 * @throws MissingToolError unless an addon for these libraries is cached or a compiler is installed
 */
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

/**
 * Loads the addon in another process, and returns TensorFlow's version.
 * @throws AddonLoadError
 */
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

async function isIntact(folder: string): Promise<boolean> {
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

/** Compiles in a copy of the sources, so that other processes can use the package during the build. */
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

/** Path of node-gyp, which npm includes. npm may be beside this Node, on PATH, or given by the npm that started this process. */
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

/** The location of Node's headers, if they are beside Node. Otherwise node-gyp downloads them or uses `npm_config_nodedir`. */
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
