/** What can go wrong while native parts are found or fetched: one class per case, each naming the remedy. */

import { UserError } from '@lockstep/errors';

/** Base of all errors here: the set-up prints their message alone, since a stack trace would not help its reader. */
export class NativeError extends UserError {}

/** A program that the set-up calls is not installed. */
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

/** An environment variable holds a value that means nothing. */
export class SettingError extends NativeError {
  constructor(variable: string, value: string, expected: string) {
    super(`${variable} is "${value}"; expected ${expected}.`);
  }
}

/** The set-up's command line holds an option that does not exist. */
export class UnknownOptionError extends NativeError {
  constructor(option: string) {
    super(`Unknown option ${option}. See --help.`);
  }
}

export class DiskSpaceError extends NativeError {
  constructor(directory: string, what: string, neededBytes: number, freeBytes: number) {
    const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
    super(
      `${what} needs ${gigabytes(neededBytes)} GB in ${directory}, where ${gigabytes(freeBytes)} GB are free. ` +
        `Free some space, or name another folder: LOCKSTEP_CACHE_DIR=/path`,
    );
  }
}

/** A file is not the one whose SHA-256 is pinned here. */
export class HashMismatchError extends NativeError {
  constructor(what: string, expected: string, actual: string, remedy: string) {
    super(`${what} has SHA-256 ${actual}, expected ${expected}; it was not used. ${remedy}`);
  }
}

/** A program ended with an error; the message ends with the last lines that it wrote. */
export class CommandError extends NativeError {
  constructor(command: string, outcome: string, output: string, options?: ErrorOptions) {
    super(`\`${command}\` ${outcome}:\n${tail(output)}`, options);
  }
}

export class DownloadError extends NativeError {
  constructor(what: string, reason: string, options?: ErrorOptions) {
    super(`${what} could not be downloaded: ${reason}`, options);
  }
}

/** The folder that the user named does not hold a TensorFlow library with its headers. */
export class LibraryDirectoryError extends NativeError {
  constructor(directory: string, missing: readonly string[]) {
    super(
      `LOCKSTEP_TENSORFLOW_DIR=${directory} lacks ${missing.join(' and ')}. ` +
        `Expected lib/ and include/ of TensorFlow's C library, or the "tensorflow" folder of an installed Python package.`,
    );
  }
}

/** The addon is there but Node cannot load it. */
export class AddonLoadError extends NativeError {
  constructor(addon: string, output: string, options?: ErrorOptions) {
    super(`The TensorFlow addon ${addon} does not load:\n${tail(output)}`, options);
  }
}

/** No way of getting a part worked; the message lists them all. */
export class UnavailableError extends NativeError {
  constructor(what: string, attempts: readonly LeaseId[], remedy: string) {
    const reasons = attempts.map(
      ({ source, error }) => `  - ${source}: ${messageOf(error).replaceAll('\n', '\n      ')}`,
    );
    super(`${what} could not be set up.\n${reasons.join('\n')}\n${remedy}`, { cause: attempts.at(-1)?.error });
  }
}

/** A source that was tried, and why it gave nothing. */
export interface LeaseId {
  source: string;
  error: unknown;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Lines of a failed build that tell a reader nothing: stack frames and what node-gyp says about itself. */
const NOISE =
  /^\s+at |ERR! (stack\s+at|System|command|cwd|node -v|node-gyp -v|node-pre-gyp -v|not ok)|^Node\.js v|^\s*$/;

function tail(output: string, lines = 12): string {
  const telling = output.split('\n').filter((line) => !NOISE.test(line));
  return telling.slice(-lines).join('\n');
}
