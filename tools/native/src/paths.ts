/** Where things lie: the user's cache, this workspace, and the TensorFlow package inside it. */
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MissingPackageError } from './errors.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Folder for everything that is fetched once and outlives a checkout: `$LOCKSTEP_CACHE_DIR`, else `lockstep` in the XDG cache. */
export function cacheDir(env: Environment = process.env): string {
  if (env['LOCKSTEP_CACHE_DIR']) return resolve(env['LOCKSTEP_CACHE_DIR']);
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lockstep');
}

/** The workspace's root: this file is `tools/native/src/paths.ts`, or `dist` in place of `src`. */
export const workspaceRoot = resolve(import.meta.dirname, '../../..');

const TFJS_PACKAGE = '@tensorflow/tfjs-node-gpu';

/** Folder of an npm package that the workspace depends on; throws {@link MissingPackageError} where `npm ci` has not run. */
export function packageDir(name: string, from: string = workspaceRoot): string {
  try {
    return dirname(createRequire(join(from, 'package.json')).resolve(`${name}/package.json`));
  } catch (cause) {
    throw new MissingPackageError(name, from, { cause });
  }
}

/** Folder of TensorFlow.js' native package, whose `deps` and `lib` the set-up fills. */
export function tensorFlowPackageDir(): string {
  return packageDir(TFJS_PACKAGE);
}
