/** Paths of the user's cache, of this workspace, and of npm packages. */
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MissingPackageError } from './errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The cache, which several checkouts share: `$LOCKSTEP_CACHE_DIR`, else `lockstep` in the XDG cache. */
export function cacheDir(env: Environment = process.env): string {
  if (env['LOCKSTEP_CACHE_DIR']) return resolve(env['LOCKSTEP_CACHE_DIR']);
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lockstep');
}

/** The root of the workspace, from `tools/native/src` or `tools/native/dist`. */
export const workspaceRoot = resolve(import.meta.dirname, '../../..');

const TFJS_PACKAGE = '@tensorflow/tfjs-node-gpu';

/**
 * Folder of an npm package of the workspace.
 * @throws MissingPackageError when it is not installed
 */
export function packageDir(name: string, from: string = workspaceRoot): string {
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`));
  } catch (cause) {
    throw new MissingPackageError(name, from, { cause });
  }
}

/** Folder of TensorFlow.js' native package, whose `deps` and `lib` the setup fills. */
export function tensorFlowPackageDir(): string {
  return packageDir(TFJS_PACKAGE);
}
