/**
 * Sets up TensorFlow for Node without npm's install scripts. Order: the installed build → a folder of the user → cache → PyPI's
 * wheel → the package's own download (an older TensorFlow, from a host that is not always reachable) → an error that lists all
 * failures.
 *
 * The last action writes a stamp beside the addon, which describes the installed files. So a check takes a few `stat` calls.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { addonPath, addonVersion, installAddon, linkLibraries, requireAddonOrCompiler } from './addon.js';
import { run } from './commands.js';
import { NativeError, SettingError, UnavailableError, type Attempt } from './errors.js';
import { firstChanged, stateOf, type FileState } from './files.js';
import { cachedLibraries, fetchLibraries, libraryId, userLibraries, type Libraries } from './libraries.js';
import { withLock } from './lock.js';
import { cacheDir, tensorFlowPackageDir, type Environment } from './paths.js';
import type { Kind } from './pins.js';
import { ConsoleReporter, type Reporter } from './progress.js';

/** A build for CPUs or GPUs, and optionally the folder with its libraries. */
export interface Wanted {
  kind: Kind;
  directory?: string;
}

/** The build in node_modules, according to the stamp. */
export interface Installed {
  /** TensorFlow's version according to the addon. */
  version: string;
  kind: Kind | 'user';
  source: 'user' | 'wheel' | 'package';
  /** Id of the libraries, which contains their hash. */
  libraries: string;
  directory?: string;
}

interface Stamp extends Installed {
  files: FileState[];
}

export type Check = { ready: true; installed: Installed } | { ready: false; reason: string };

export interface TensorFlowOptions {
  env?: Environment;
  packageFolder?: string;
  reporter?: Reporter;
}

const STAMP = 'lib/lockstep-tensorflow.json';

/** Reads LOCKSTEP_TENSORFLOW (auto, cpu or gpu) and LOCKSTEP_TENSORFLOW_DIR. */
export function wantedTensorFlow(env: Environment = process.env, gpuPresent: () => boolean = hasNvidiaGpu): Wanted {
  const setting = env['LOCKSTEP_TENSORFLOW'] || 'auto';
  if (setting !== 'auto' && setting !== 'cpu' && setting !== 'gpu') {
    throw new SettingError('LOCKSTEP_TENSORFLOW', setting, 'auto, cpu or gpu');
  }
  const kind = setting === 'auto' ? (gpuPresent() ? 'gpu' : 'cpu') : setting;
  const directory = env['LOCKSTEP_TENSORFLOW_DIR'];
  return directory ? { kind, directory: resolve(directory) } : { kind };
}

/** Whether this machine runs the driver of an NVIDIA GPU. The second path is that of the Windows subsystem for Linux. */
export function hasNvidiaGpu(): boolean {
  return existsSync('/dev/nvidiactl') || (existsSync('/dev/dxg') && existsSync('/usr/lib/wsl/lib/libcuda.so.1'));
}

/** Checks in a few milliseconds whether the wanted TensorFlow is installed in node_modules. Changes nothing. */
export function checkTensorFlow(options: TensorFlowOptions = {}): Check {
  const packageFolder = options.packageFolder ?? tensorFlowPackageDir();
  const wanted = wantedTensorFlow(options.env);
  const stamp = readStamp(packageFolder);
  if (stamp === undefined) return { ready: false, reason: 'it has not been set up' };
  const { files, ...installed } = stamp;
  if (installed.directory !== wanted.directory)
    return { ready: false, reason: 'it comes from another folder than the wanted one' };
  if (!isWantedBuild(installed, wanted))
    return { ready: false, reason: `another build is installed (${installed.libraries})` };
  if (files.every(({ path }) => path !== addonPath(packageFolder)))
    return { ready: false, reason: 'the addon is for another N-API' };
  const changed = firstChanged(packageFolder, files);
  return changed === undefined
    ? { ready: true, installed }
    : { ready: false, reason: `${changed} is missing or was changed` };
}

/** The installed build, whether it is the wanted one or not, or undefined before the first setup. */
export function installedTensorFlow(packageFolder = tensorFlowPackageDir()): Installed | undefined {
  return readStamp(packageFolder);
}

function readStamp(packageFolder: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(join(packageFolder, STAMP), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

function isWantedBuild(installed: Installed, wanted: Wanted): boolean {
  if (installed.source === 'user') return true;
  return (
    installed.kind === wanted.kind && (installed.source === 'package' || installed.libraries === libraryId(wanted.kind))
  );
}

/**
 * Installs TensorFlow in node_modules unless it is ready.
 * @throws NativeError that names what is missing
 */
export async function ensureTensorFlow(options: TensorFlowOptions = {}): Promise<Installed> {
  const reporter = options.reporter ?? new ConsoleReporter();
  const packageFolder = options.packageFolder ?? tensorFlowPackageDir();
  const before = checkTensorFlow(options);
  if (before.ready) return before.installed;
  const onWait = (): void => reporter.say('Waiting for another setup.');
  return withLock('tensorflow', onWait, async () => {
    const now = checkTensorFlow(options);
    return now.ready ? now.installed : setUp(packageFolder, options.env ?? process.env, reporter);
  });
}

async function setUp(packageFolder: string, env: Environment, reporter: Reporter): Promise<Installed> {
  const wanted = wantedTensorFlow(env);
  if (wanted.directory !== undefined) {
    const libraries = await userLibraries(wanted.directory);
    requireAddonOrCompiler(packageFolder, libraries, cacheDir(env));
    return place(packageFolder, libraries, cacheDir(env), reporter, wanted.directory);
  }
  const attempts: Attempt[] = [];
  for (const [source, install] of [
    [`TensorFlow's wheel from PyPI`, fromWheel],
    [`the download of @tensorflow/tfjs-node-gpu`, fromPackage],
  ] as const) {
    try {
      return await install(packageFolder, wanted.kind, cacheDir(env), reporter);
    } catch (error) {
      attempts.push({ source, error });
    }
  }
  const remedy =
    'Install what is missing, or give a folder with lib/ and include/ of TensorFlow: LOCKSTEP_TENSORFLOW_DIR=/path';
  throw new UnavailableError('TensorFlow', attempts, remedy);
}

async function fromWheel(packageFolder: string, kind: Kind, cache: string, reporter: Reporter): Promise<Installed> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NativeError(`no wheel is pinned for ${process.platform} on ${process.arch}, only for linux on x64`);
  }
  requireAddonOrCompiler(packageFolder, { id: libraryId(kind) }, cache);
  const libraries = (await cachedLibraries(cache, kind, reporter)) ?? (await fetchLibraries(cache, kind, reporter));
  return place(packageFolder, libraries, cache, reporter);
}

async function place(
  packageFolder: string,
  libraries: Libraries,
  cache: string,
  reporter: Reporter,
  directory?: string,
): Promise<Installed> {
  await rm(join(packageFolder, STAMP), { force: true });
  await linkLibraries(packageFolder, libraries);
  await installAddon(packageFolder, libraries, cache, reporter);
  return writeStamp(packageFolder, {
    kind: libraries.kind,
    source: directory === undefined ? 'wheel' : 'user',
    libraries: libraries.id,
    ...(directory === undefined ? {} : { directory }),
  });
}

/** Runs the install script of the package, which npm skips. */
async function fromPackage(packageFolder: string, kind: Kind, _cache: string, reporter: Reporter): Promise<Installed> {
  const programs = join(dirname(dirname(packageFolder)), '.bin');
  const env = { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
  const install = (): Promise<string> =>
    run(process.execPath, ['scripts/install.js', kind, 'download'], { cwd: packageFolder, env });
  await rm(join(packageFolder, STAMP), { force: true });
  await reporter.during("Trying the TensorFlow package's own download (without a check of its hash)", install);
  return writeStamp(packageFolder, { kind, source: 'package', libraries: 'package' });
}

async function writeStamp(packageFolder: string, about: Omit<Installed, 'version'>): Promise<Installed> {
  const addon = addonPath(packageFolder);
  const installed = { ...about, version: await addonVersion(join(packageFolder, addon)) };
  const libraries = (await readdir(join(packageFolder, 'deps/lib'))).filter((name) => name.startsWith('libtensorflow'));
  const files = [addon, ...libraries.map((name) => `deps/lib/${name}`)].map((path) => stateOf(packageFolder, path));
  await writeFile(join(packageFolder, STAMP), JSON.stringify({ ...installed, files } satisfies Stamp, null, 1));
  return installed;
}
