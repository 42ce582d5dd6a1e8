import { describe, expect, it } from 'vitest';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
import { decodeWorkerMessage } from './decode-worker.js';
import { MalformedMessageError } from './errors.js';
import { decodeMetricsRecord } from './metrics.js';
import { decodeStandbyMessage } from './standby-messages.js';
import { decodeStatus } from './status.js';
import { encodedMessages } from './testing/messages.js';

const DECODERS = {
  decodeCoordinatorMessage,
  decodeWorkerMessage,
  decodeSampleRequest,
  decodeSampleReply,
  decodeFiguresDrawn,
  decodeStandbyMessage,
  decodeMetricsRecord,
  decodeStatus,
};
const VALID = encodedMessages();

/** Decodes the bytes as every message. Fails unless each decoder returns a message or throws a MalformedMessageError. */
function decodeAsAll(bytes: Uint8Array): void {
  for (const [name, decode] of Object.entries(DECODERS)) {
    try {
      decode(bytes);
    } catch (error) {
      if (error instanceof MalformedMessageError) continue;
      throw new Error(`${name} of ${Buffer.from(bytes).toString('hex')} threw ${String(error)}`, { cause: error });
    }
  }
}

// fuzz/src/decoders.spec.ts decodes random and randomly changed bytes.
describe('every decoder returns a message or throws a MalformedMessageError', () => {
  it('for valid messages cut off at any byte, also of other kinds', () => {
    for (const bytes of VALID) {
      for (let length = 0; length <= bytes.length; length++) decodeAsAll(bytes.subarray(0, length));
    }
  });

  it('for valid messages with any single bit flipped', () => {
    for (const bytes of VALID) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        decodeAsAll(changed);
      }
    }
  });
});

describe('malformed messages do not cause large allocations', () => {
  it.each([
    ['weights_part.data of 2 GiB', [0x72, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['refusal.reason of 4 GiB', [0x62, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['packed numbers of 4 GiB', [0x6a, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['an endless number', Array.from({ length: 64 }, () => 0xff)],
    ['nested groups', Array.from({ length: 200_000 }, () => 0x1b)],
  ])('%s', (_name, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    const data = Uint8Array.from(bytes);
    for (const decode of [decodeCoordinatorMessage, decodeWorkerMessage, decodeStandbyMessage]) {
      expect(() => decode(data)).toThrow(MalformedMessageError);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});
