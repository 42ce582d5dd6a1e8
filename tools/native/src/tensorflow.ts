/**
 * TensorFlow for Node, set up without npm's install scripts. Order: what is in place → a folder that the user names → our
 * cache → PyPI's wheel → the package's own download (an older TensorFlow, from a host that is not always in reach) → an error
 * that lists every reason.
 *
 * What was put in place is written down in a stamp beside the addon, last of all; so whether everything is ready costs a few
 * `stat` calls.
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { addonPath, addonVersion, installAddon, linkLibraries, requireAddonOrCompiler } from './addon.js';
import { run } from './commands.js';
import { NativeError, SettingError, UnavailableError, type LeaseId } from './errors.js';
import { firstChanged, stateOf, type FileState } from './files.js';
import { cachedLibraries, fetchLibraries, libraryId, userLibraries, type Libraries } from './libraries.js';
import { withLock } from './lock.js';
import { cacheDir, tensorFlowPackageDir, type Environment } from './paths.js';
import type { Kind } from './pins.js';
import { ConsoleReporter, type Reporter } from './progress.js';

/** What is wanted: a build for CPUs or GPUs, and perhaps the folder to take it from. */
export interface Wanted {
  kind: Kind;
  directory?: string;
}

/** What lies in node_modules, as the stamp says it. */
export interface Installed {
  /** TensorFlow's version as the addon said it when it was loaded. */
  version: string;
  kind: Kind | 'user';
  source: 'user' | 'wheel' | 'package';
  /** Identity of the libraries; holds their hash. */
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

/** Whether the driver of an NVIDIA GPU is at work here; the second path is the Windows subsystem's. */
export function hasNvidiaGpu(): boolean {
  return existsSync('/dev/nvidiactl') || (existsSync('/dev/dxg') && existsSync('/usr/lib/wsl/lib/libcuda.so.1'));
}

/** Whether TensorFlow can be loaded as it lies in node_modules; a few milliseconds, changes nothing. */
export function checkTensorFlow(options: TensorFlowOptions = {}): Check {
  const packageFolder = options.packageFolder ?? tensorFlowPackageDir();
  const wanted = wantedTensorFlow(options.env);
  const stamp = readStamp(packageFolder);
  if (stamp === undefined) return { ready: false, reason: 'it has not been set up' };
  const { files, ...installed } = stamp;
  if (installed.directory !== wanted.directory)
    return { ready: false, reason: 'it comes from another folder than the one wanted' };
  if (!isWantedBuild(installed, wanted))
    return { ready: false, reason: `another build is in place (${installed.libraries})` };
  if (files.every(({ path }) => path !== addonPath(packageFolder)))
    return { ready: false, reason: 'the addon is for another N-API' };
  const changed = firstChanged(packageFolder, files);
  return changed === undefined
    ? { ready: true, installed }
    : { ready: false, reason: `${changed} is missing or was changed` };
}

/** The build that was put in place last, wanted or not; undefined where there has been no set-up. */
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

/** Makes TensorFlow ready in node_modules. Throws a {@link NativeError} that names what is missing. */
export async function ensureTensorFlow(options: TensorFlowOptions = {}): Promise<Installed> {
  const reporter = options.reporter ?? new ConsoleReporter();
  const packageFolder = options.packageFolder ?? tensorFlowPackageDir();
  const before = checkTensorFlow(options);
  if (before.ready) return before.installed;
  const onWait = (): void => reporter.say('Another set-up is at work; waiting for it.');
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
  const attempts: LeaseId[] = [];
  for (const [source, leaseId] of [
    [`TensorFlow's wheel from PyPI`, fromWheel],
    [`the download of @tensorflow/tfjs-node-gpu`, fromPackage],
  ] as const) {
    try {
      return await leaseId(packageFolder, wanted.kind, cacheDir(env), reporter);
    } catch (error) {
      attempts.push({ source, error });
    }
  }
  const remedy =
    'Bring what is missing, or name a folder with lib/ and include/ of TensorFlow: LOCKSTEP_TENSORFLOW_DIR=/path';
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

/** What npm would have run, had its install scripts been allowed. */
async function fromPackage(packageFolder: string, kind: Kind, _cache: string, reporter: Reporter): Promise<Installed> {
  const programs = join(dirname(dirname(packageFolder)), '.bin');
  const env = { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
  const install = (): Promise<string> =>
    run(process.execPath, ['scripts/install.js', kind, 'download'], { cwd: packageFolder, env });
  await rm(join(packageFolder, STAMP), { force: true });
  await reporter.during("Trying the TensorFlow package's own download (nobody checks its hash)", install);
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
