/** Sizes and SHA-256 hashes, by which a checkpoint's files are recognised wherever they lie. */
import { sha256Hex } from '@lockstep/protocol';

/** What identifies a file's content. */
export interface FileDigest {
  /** Size in bytes. */
  readonly bytes: number;
  /** SHA-256 of the content: 64 lower-case hexadecimal characters. */
  readonly sha256: string;
}

/** Size and SHA-256 of `content`. */
export function digestOf(content: Uint8Array): FileDigest {
  return { bytes: content.byteLength, sha256: sha256Hex(content) };
}

/** Says in words how `content` differs from `expected`; undefined when it does not. */
export function digestMismatch(content: Uint8Array, expected: FileDigest): string | undefined {
  if (content.byteLength !== expected.bytes) {
    return `it has ${content.byteLength} bytes instead of ${expected.bytes}`;
  }
  const sha256 = sha256Hex(content);
  return sha256 === expected.sha256 ? undefined : `its SHA-256 is ${sha256} instead of ${expected.sha256}`;
}
