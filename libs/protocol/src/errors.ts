/** Errors of the protocol library. */
import { UserError } from '@lockstep/errors';
import { PROTOCOL_VERSION } from './limits.js';

/** A message cannot be decoded, or one of its fields is out of bounds. */
export class MalformedMessageError extends UserError {
  constructor(what: string, options?: { cause?: unknown }) {
    super(`malformed message: ${what}`, options);
  }
}

/** A message of a run of another protocol version does not decode. */
export class ProtocolVersionError extends MalformedMessageError {
  constructor(run: string, version: number, options?: { cause?: unknown }) {
    super('', options);
    this.message = otherVersion(run, version, 'program');
  }
}

export const SAME_RELEASE = 'install the same release of Lockstep on all machines';

/** @param program such as worker */
export function otherVersion(run: string, version: number, program: string): string {
  return `the run ${run} uses protocol version ${version}, this ${program} ${PROTOCOL_VERSION}: ${SAME_RELEASE}`;
}

/** An id cannot be a token of a subject. */
export class InvalidIdError extends UserError {
  constructor(what: string, id: string) {
    super(
      `${what} ${JSON.stringify(id.slice(0, 80))} is not valid: use 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "_"`,
    );
  }
}

/** A part of a vector does not fit the vector's size. */
export class WrongPartError extends UserError {}

/** The run's protocol version, task or model differs from this program's. */
export class UnfitError extends UserError {}
