import { LIMITS } from '@lockstep/protocol';
import { SmallPayloadError } from './errors.js';

/** Space for the envelope around a part's bytes. */
const ENVELOPE_BYTES = 1024;
/** Larger parts are not faster, and a server or proxy closes the connection at a message above its limit. */
const DEFAULT_PART_SIZE_BYTES = 512 * 1024;

/**
 * Returns the number of bytes of a vector in one message: the smaller of the server's and our limit, rounded down to whole float32
 * values.
 * @throws SmallPayloadError when the server does not accept the smallest part
 */
export function partSizeFor(maxPayloadBytes: number, limitBytes = DEFAULT_PART_SIZE_BYTES): number {
  if (maxPayloadBytes < ENVELOPE_BYTES + LIMITS.partSizeBytesMin) {
    throw new SmallPayloadError(maxPayloadBytes, ENVELOPE_BYTES + LIMITS.partSizeBytesMin);
  }
  const bytes = Math.min(maxPayloadBytes - ENVELOPE_BYTES, limitBytes, LIMITS.partSizeBytesMax);
  return Math.max(LIMITS.partSizeBytesMin, bytes - (bytes % Float32Array.BYTES_PER_ELEMENT));
}
