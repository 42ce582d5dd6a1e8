/** The hash under which content is stored and compared. */
import { createHash } from 'node:crypto';

/** SHA-256 as hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
