/** Sizes and SHA-256 hashes of a checkpoint's files. */
import { sha256Hex } from '@lockstep/protocol';

/** Identifies the content of a file. */
export interface FileDigest {
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 of the content: 64 lower-case hexadecimal characters. */
  readonly sha256: string;
}

export function digestOf(content: Uint8Array): FileDigest {
  return { bytes: content.byteLength, sha256: sha256Hex(content) };
}

/** Describes how `content` differs from `expected`. Returns undefined if it does not differ. */
export function digestMismatch(content: Uint8Array, expected: FileDigest): string | undefined {
  if (content.byteLength !== expected.bytes) {
    return `it has ${content.byteLength} bytes instead of ${expected.bytes}`;
  }
  const sha256 = sha256Hex(content);
  return sha256 === expected.sha256 ? undefined : `its SHA-256 is ${sha256} instead of ${expected.sha256}`;
}
