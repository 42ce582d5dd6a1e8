/**
 * Errors of the checkpoint library, with one class per case. Every message names the file or object, what is wrong with it, and, if
 * the user can act, what to do.
 */
import { UserError } from '@lockstep/errors';

/** The base class of the errors of this library. */
export abstract class CheckpointError extends UserError {}

/** A safetensors file, or the tensors to encode, violate the format. */
export class SafetensorsError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where} is not a usable safetensors file: ${problem}`, options);
  }
}

/** A manifest is not JSON, has a missing or invalid field, or was changed after it was written. */
export class ManifestError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where} is not a usable checkpoint manifest: ${problem}`, options);
  }
}

/** The manifest was written by another version of Lockstep. The checkpoint is not damaged, so a run must not skip it. */
export class CheckpointFormatError extends ManifestError {
  constructor(where: string, format: number, expectedFormat: number) {
    super(
      where,
      `it has format ${format}, and this version of Lockstep reads format ${expectedFormat} only; ` +
        `resume the run with the version that wrote it, or start a new run`,
    );
  }
}

/** A file of a checkpoint is missing or has an unexpected size, hash or layout. */
export class DamagedCheckpointError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`The checkpoint ${where} is damaged: ${problem}`, options);
  }
}

/** A file could not be written. The previous file at its path is unchanged. */
export class FileWriteError extends CheckpointError {
  /** The system's error code (ENOSPC, EROFS, ...); undefined for other errors. */
  readonly code: string | undefined;

  constructor(
    readonly path: string,
    what: string,
    cause: unknown,
  ) {
    const code = errorCode(cause);
    super(`${what}: ${explain(code, cause)}`, { cause });
    this.code = code;
  }
}

/** A checkpoint could not be written or removed. Checkpoints that were complete before are unchanged. */
export class CheckpointWriteError extends FileWriteError {}

/** The pointer to the latest published checkpoint does not contain a valid announcement. */
export class InvalidAnnouncementError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${where} does not name a checkpoint: ${problem}. ` +
        `If no newer version of Lockstep wrote it, delete the key "latest"; checkpoints in local folders are not affected.`,
      options,
    );
  }
}

function errorCode(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

function explain(code: string | undefined, cause: unknown): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk or its quota is full (${code}). Free some space or choose another output folder.`;
    case 'EROFS':
      return `the file system is read-only (${code}). Choose another output folder or mount it writable.`;
    case 'EACCES':
    case 'EPERM':
      return `permission denied (${code}). Choose another output folder or change its owner or mode.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `a part of the path is a file, not a folder (${code}). Choose another output folder.`;
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}
