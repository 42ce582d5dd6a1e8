/**
 * What can go wrong with a checkpoint, one class per case. Every message names the file or object, what was wrong with
 * it and, where the reader can do something about it, what to do next.
 */
import { UserError } from '@lockstep/errors';

/** The ancestor of every error of this library. */
export abstract class CheckpointError extends UserError {}

/** A safetensors file, or the tensors that were to become one, break the format's rules. */
export class SafetensorsError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where} is not a safetensors file that can be used: ${problem}`, options);
  }
}

/** A manifest is not JSON, has a field that is missing or wrong, or was changed after it was written. */
export class ManifestError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where} is not a usable checkpoint manifest: ${problem}`, options);
  }
}

/** A manifest of another version of Lockstep. The checkpoint is not damaged, so nothing may be trained in its place. */
export class CheckpointFormatError extends ManifestError {
  constructor(where: string, format: number, expectedFormat: number) {
    super(
      where,
      `it has format ${format}, and this version of Lockstep reads format ${expectedFormat} only; ` +
        `resume the run with the version that wrote it, or start a new run`,
    );
  }
}

/** A checkpoint lacks a file, or one of its files has another size, hash or layout than expected. */
export class DamagedCheckpointError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`The checkpoint ${where} is damaged: ${problem}`, options);
  }
}

/** A file could not be written; what stood at its path before is untouched. */
export class FileWriteError extends CheckpointError {
  /** The system's error code (ENOSPC, EROFS, ...), where there was one. */
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

/** A checkpoint could not be written or pruned; the ones that were complete before are untouched. */
export class CheckpointWriteError extends FileWriteError {}

/** The pointer to the latest published checkpoint holds something that is no announcement. */
export class InvalidAnnouncementError extends CheckpointError {
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${where} does not name a checkpoint: ${problem}. ` +
        `If no newer version of Lockstep wrote it, delete that key; checkpoints in local folders are not affected.`,
      options,
    );
  }
}

/** Another writer changed the pointer between reading and writing it. Implementations of PointerStore throw this. */
export class PointerConflictError extends CheckpointError {
  constructor(
    readonly expectedRevision: number,
    options?: ErrorOptions,
  ) {
    super(
      `The pointer to the latest checkpoint is no longer at revision ${expectedRevision}: somebody else has changed it ` +
        `meanwhile. Find out whether this coordinator still leads before publishing again.`,
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
