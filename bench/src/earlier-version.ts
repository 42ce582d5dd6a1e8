/**
 * An earlier commit of this repository, built beside it, to be measured against.
 *
 * It lies in the cache, not in the repository, and is built once. Its packages are this checkout's own wherever the lock files
 * agree on their versions, so that both sides run the same TensorFlow, and its kernels (libs/model) are this checkout's, so that both
 * compute the same; what differs is all the rest.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir } from '@lockstep/native';
import { ROOT } from './environment.js';
import { EarlierVersionError } from './errors.js';

const APPS = ['coordinator', 'worker', 'sampler'];
const MODULES = 'node_modules';
/** Scope of the project's own packages, which are links to folders of the checkout. */
const OWN_SCOPE = '@lockstep';
const BUILT = '.built';
const KERNELS = join('libs', 'model', 'src');

/**
 * Brings a commit's programs into the cache and builds them, unless they are there.
 * @returns the folder of that checkout
 * @throws EarlierVersionError when a step of that fails
 */
export function earlierVersion(commit: string, say: (line: string) => void): string {
  const hash = run('git', ['rev-parse', '--verify', `${commit}^{commit}`], ROOT).trim();
  const dir = join(cacheDir(), 'earlier-versions', `${hash}-${hashOfFolder(join(ROOT, KERNELS)).slice(0, 12)}`);
  if (existsSync(join(dir, BUILT))) return dir;
  say(`building the programs of commit ${hash.slice(0, 12)} in ${dir}`);
  // What an interrupted build left may be anything.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const archive = join(dir, 'sources.tar');
  run('git', ['archive', `--output=${archive}`, hash], ROOT);
  run('tar', ['-xf', archive], dir);
  rmSync(archive);
  rmSync(join(dir, KERNELS), { recursive: true });
  cpSync(join(ROOT, KERNELS), join(dir, KERNELS), { recursive: true });
  if (samePackages(lockOf(dir), lockOf(ROOT))) borrowPackages(dir);
  else installPackages(dir, say);
  const compiler = join(dir, MODULES, 'typescript', 'bin', 'tsc');
  run(process.execPath, [compiler, '-b', ...APPS.map((app) => join('apps', app, 'tsconfig.lib.json'))], dir);
  writeFileSync(join(dir, BUILT), '');
  return dir;
}

/** Of the names and contents of its files. */
export function hashOfFolder(dir: string): string {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const hash = createHash('sha256');
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    hash.update(relative(dir, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

type Lock = Record<string, { version?: string; link?: boolean }>;

function lockOf(dir: string): Lock {
  return (JSON.parse(readFileSync(join(dir, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/** Whether all foreign packages of the earlier version are installed here, in the same versions; there may be more. */
export function samePackages(earlier: Lock, ours: Lock): boolean {
  const foreign = Object.entries(earlier).filter(([path, { link }]) => path.includes(`${MODULES}/`) && !link);
  return foreign.every(([path, { version }]) => ours[path]?.version === version);
}

/** Links to this checkout's packages; the project's own are links into the earlier version, as npm would make them. */
function borrowPackages(dir: string): void {
  const modules = join(dir, MODULES);
  mkdirSync(join(modules, OWN_SCOPE), { recursive: true });
  for (const name of readdirSync(join(ROOT, MODULES))) {
    if (name !== OWN_SCOPE && !name.startsWith('.')) symlinkSync(join(ROOT, MODULES, name), join(modules, name));
  }
  for (const name of readdirSync(join(ROOT, MODULES, OWN_SCOPE))) {
    symlinkSync(readlinkSync(join(ROOT, MODULES, OWN_SCOPE, name)), join(modules, OWN_SCOPE, name));
  }
}

function installPackages(dir: string, say: (line: string) => void): void {
  say('its packages are not those of this checkout: npm ci, and the native set-up');
  run('npm', ['ci'], dir);
  run('npx', ['nx', 'run', 'native:setup'], dir);
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new EarlierVersionError([command, ...args].join(' '), error?.message ?? `${stdout}${stderr}`.trim());
}
