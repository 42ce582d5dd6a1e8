/**
 * The peers' Python: a virtual environment in the cache with the packages that peers/requirements.txt pins. It is made again when
 * that list changes.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheDir } from '@lockstep/native';
import { PeerSetupError } from './errors.js';
import { print } from './print.js';
import { Program } from './program.js';

/** The scripts of the peers. */
export const PEERS = resolve(import.meta.dirname, '../peers');

const REQUIREMENTS = join(PEERS, 'requirements.txt');
/** The oldest Python for which the pinned packages exist. */
const OLDEST_PYTHON = '3.11';
/** Written last, so an environment without it is incomplete. */
const STAMP = 'requirements.sha256';

export interface PeerEnvironmentOptions {
  /** Folder of the environment. */
  dir?: string;
  /** Command of the Python that makes the environment. */
  python?: string;
  signal: AbortSignal;
}

/**
 * Makes the environment unless it exists.
 * @returns the path of its Python
 * @throws PeerSetupError when Python, its venv module or a package is not available
 */
export async function ensurePeer({
  dir = join(cacheDir(), 'peers', 'pytorch'),
  python = 'python3',
  signal,
}: PeerEnvironmentOptions): Promise<string> {
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  const own = join(dir, 'bin', 'python');
  const stamp = join(dir, STAMP);
  // existsSync is false for a link to a Python that was removed.
  if (existsSync(own) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted) return own;
  print(`installing PyTorch for the peers into ${dir} (about 5 GB, once)`);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const run = (command: string, args: readonly string[]) => runToEnd(command, args, dir, signal);
  await run(python, ['-c', `import sys; assert sys.version_info >= (${OLDEST_PYTHON.replace('.', ', ')})`]);
  await run(python, ['-m', 'venv', dir]);
  // Without pip's cache, which would keep a second copy.
  const quiet = ['--disable-pip-version-check', '--no-input', '--progress-bar=off', '--no-cache-dir'];
  await run(own, ['-m', 'pip', 'install', ...quiet, '--no-deps', '--requirement', REQUIREMENTS]);
  await run(own, ['-c', 'import torch.distributed']);
  await writeFile(stamp, wanted);
  return own;
}

async function runToEnd(command: string, args: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
  const program = new Program(command, command, args, { cwd, signal });
  program.onLine((line) => {
    if (line.trimStart().startsWith('Downloading ')) print(line);
  });
  const how = await program.ended;
  signal.throwIfAborted();
  if (how === 'ended with exit code 0') return;
  throw new PeerSetupError([command, ...args].join(' '), how, OLDEST_PYTHON, program.lastLines);
}
