import { LIMITS } from '@lockstep/protocol';
import { SmallPayloadError } from './errors.js';

/** Room for the envelope around a part's bytes. */
const ENVELOPE_BYTES = 1024;
/** More gains nothing, and a larger message than some hop admits closes that hop's connection. */
const DEFAULT_PART_SIZE_BYTES = 512 * 1024;

/**
 * Bytes of a vector that one message carries: the least of what the server takes and our default, in whole float32 values.
 * @throws SmallPayloadError when the server does not even take the smallest part
 */
export function partSizeFor(maxPayloadBytes: number, limitBytes = DEFAULT_PART_SIZE_BYTES): number {
  if (maxPayloadBytes < ENVELOPE_BYTES + LIMITS.partSizeBytesMin) {
    throw new SmallPayloadError(maxPayloadBytes, ENVELOPE_BYTES + LIMITS.partSizeBytesMin);
  }
  const bytes = Math.min(maxPayloadBytes - ENVELOPE_BYTES, limitBytes, LIMITS.partSizeBytesMax);
  return Math.max(LIMITS.partSizeBytesMin, bytes - (bytes % Float32Array.BYTES_PER_ELEMENT));
}
