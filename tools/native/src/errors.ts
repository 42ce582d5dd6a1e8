/** The errors of the native setup. Each message names the remedy. */

import { UserError } from '@lockstep/errors';

/** Base of all errors of the setup, which prints their messages without a stack trace. */
export class NativeError extends UserError {}

/** A program that the setup needs is not installed. */
export class MissingToolError extends NativeError {
  constructor(tool: string, purpose: string, remedy: string, options?: ErrorOptions) {
    super(`${tool} is missing; it is needed ${purpose}. ${remedy}`, options);
  }
}

/** An npm package of the workspace is not in node_modules. */
export class MissingPackageError extends NativeError {
  constructor(packageName: string, from: string, options?: ErrorOptions) {
    super(`The npm package ${packageName} is not installed in ${from}. Run: npm ci`, options);
  }
}

/** An environment variable has an unknown value. */
export class SettingError extends NativeError {
  constructor(variable: string, value: string, expected: string) {
    super(`${variable} is "${value}"; expected ${expected}.`);
  }
}

/** The setup's command line has an unknown option. */
export class UnknownOptionError extends NativeError {
  constructor(option: string) {
    super(`Unknown option ${option}. See --help.`);
  }
}

/** The file system of a folder is too full. */
export class DiskSpaceError extends NativeError {
  constructor(directory: string, what: string, neededBytes: number, freeBytes: number) {
    const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
    super(
      `${what} needs ${gigabytes(neededBytes)} GB in ${directory}, where ${gigabytes(freeBytes)} GB are free. ` +
        `Free some space, or give another folder: LOCKSTEP_CACHE_DIR=/path`,
    );
  }
}

/** The SHA-256 of a file differs from the pinned one. */
export class HashMismatchError extends NativeError {
  constructor(what: string, expected: string, actual: string, remedy: string) {
    super(`${what} has SHA-256 ${actual}, expected ${expected}; it was not used. ${remedy}`);
  }
}

/** A program failed. The message ends with the last lines of its output. */
export class CommandError extends NativeError {
  constructor(command: string, outcome: string, output: string, options?: ErrorOptions) {
    super(`\`${command}\` ${outcome}:\n${tail(output)}`, options);
  }
}

/** A source does not provide a file. */
export class DownloadError extends NativeError {
  constructor(what: string, reason: string, options?: ErrorOptions) {
    super(`${what} could not be downloaded: ${reason}`, options);
  }
}

/** The user's folder does not contain TensorFlow's libraries and headers. */
export class LibraryDirectoryError extends NativeError {
  constructor(directory: string, missing: readonly string[]) {
    super(
      `LOCKSTEP_TENSORFLOW_DIR=${directory} lacks ${missing.join(' and ')}. ` +
        `Expected lib/ and include/ of TensorFlow's C library, or the "tensorflow" folder of an installed Python package.`,
    );
  }
}

/** Node cannot load the addon. */
export class AddonLoadError extends NativeError {
  constructor(addon: string, output: string, options?: ErrorOptions) {
    super(`The TensorFlow addon ${addon} does not load:\n${tail(output)}`, options);
  }
}

/** All sources of a part failed. The message lists their errors. */
export class UnavailableError extends NativeError {
  constructor(what: string, attempts: readonly Attempt[], remedy: string) {
    const reasons = attempts.map(
      ({ source, error }) => `  - ${source}: ${messageOf(error).replaceAll('\n', '\n      ')}`,
    );
    super(`${what} could not be set up.\n${reasons.join('\n')}\n${remedy}`, { cause: attempts.at(-1)?.error });
  }
}

/** A source that failed, with its error. */
export interface Attempt {
  source: string;
  error: unknown;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Lines of a failed build that do not help: stack frames, and node-gyp's own report. */
const NOISE =
  /^\s+at |ERR! (stack\s+at|System|command|cwd|node -v|node-gyp -v|node-pre-gyp -v|not ok)|^Node\.js v|^\s*$/;

function tail(output: string, lines = 12): string {
  const helpful = output.split('\n').filter((line) => !NOISE.test(line));
  return helpful.slice(-lines).join('\n');
}
