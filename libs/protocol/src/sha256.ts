import { createHash } from 'node:crypto';

/** Returns the SHA-256 hash as 64 lower-case hexadecimal characters. Text is hashed as UTF-8. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
