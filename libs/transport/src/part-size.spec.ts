import { encodeWorkerMessage, LIMITS } from '@lockstep/protocol';
import { describe, expect, it } from 'vitest';
import { SmallPayloadError } from './errors.js';
import { partSizeFor } from './part-size.js';

describe('the size of parts', () => {
  it('is 512 KiB on a default server', () => {
    expect(partSizeFor(1024 * 1024)).toBe(512 * 1024);
    expect(partSizeFor(64 * 1024 * 1024)).toBe(512 * 1024);
  });

  it('can be set up to the limit of the protocol', () => {
    expect(partSizeFor(64 * 1024 * 1024, 1024 * 1024)).toBe(1024 * 1024);
    expect(partSizeFor(64 * 1024 * 1024, 1024 ** 3)).toBe(LIMITS.partSizeBytesMax);
    expect(partSizeFor(1024 * 1024, 4095)).toBe(4092);
  });

  it('leaves room for the rest of the message and is a multiple of 4', () => {
    for (const maxPayloadBytes of [2048, 4099, 65_536, 100_001]) {
      const size = partSizeFor(maxPayloadBytes);
      const data = new Uint8Array(size);
      const max = LIMITS.uint32;
      const node = {
        version: max,
        leaseId: max,
        level: max,
        index: max,
        samples: max,
        part: max,
        lossSum: 0.1,
        computeMs: 0.1,
        waitMs: 0.1,
      };
      const message = encodeWorkerMessage({
        incarnation: max,
        leaderEpoch: max,
        body: { kind: 'gradientPart', ...node, data },
      });
      expect(message.byteLength).toBeLessThanOrEqual(maxPayloadBytes);
      expect(size % 4).toBe(0);
      expect(size).toBeGreaterThanOrEqual(LIMITS.partSizeBytesMin);
    }
  });

  it('is refused if the limit of the server is too small', () => {
    expect(() => partSizeFor(2047)).toThrow(SmallPayloadError);
    expect(() => partSizeFor(1024)).toThrow('messages of up to 1024 bytes');
  });
});
