import { describe, expect, it } from 'vitest';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
import { decodeWorkerMessage } from './decode-worker.js';
import {
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeSampleReply,
  encodeSampleRequest,
  encodeWorkerMessage,
} from './encode.js';
import { MalformedMessageError } from './errors.js';
import { decodeMetricsRecord, encodeMetricsRecord } from './metrics.js';
import { decodeStandbyMessage, encodeStandbyMessage } from './standby-messages.js';
import { decodeStatus, encodeStatus } from './status.js';
import {
  COORDINATOR_BODIES,
  fromCoordinator,
  fromWorker,
  METRICS,
  STANDBY_BODIES,
  STATUS,
  WORKER_BODIES,
} from './testing/messages.js';
import { randomBytes, randomIntegers } from './testing/random.js';

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

const VALID = [
  ...Object.values(COORDINATOR_BODIES).map((body) => encodeCoordinatorMessage(fromCoordinator(body))),
  ...Object.values(WORKER_BODIES).map((body) => encodeWorkerMessage(fromWorker(body))),
  ...Object.values(STANDBY_BODIES).map((body) => encodeStandbyMessage({ incarnation: 7, leaderEpoch: 2, body })),
  encodeStatus(STATUS),
  encodeMetricsRecord(METRICS),
  encodeSampleRequest({ count: 1, steps: 40, seed: 7, mediaType: 'text/csv' }),
  encodeSampleReply({ step: 1, mediaType: 'application/octet-stream', data: Uint8Array.of(1, 2, 3, 4) }),
  encodeFiguresDrawn({ step: 1, files: ['loss.png'] }),
];

/** Decodes the bytes as every message; counts what was refused. Anything but a refusal or a message fails the test. */
function refusals(bytes: Uint8Array): number {
  let count = 0;
  for (const [name, decode] of Object.entries(DECODERS)) {
    try {
      decode(bytes);
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) {
        throw new Error(`${name} of ${Buffer.from(bytes).toString('hex')} threw ${String(error)}`, { cause: error });
      }
      count += 1;
    }
  }
  return count;
}

describe('garbage is refused in one way', () => {
  it('random bytes', () => {
    const random = randomIntegers(1);
    let refused = 0;
    for (let i = 0; i < 4000; i++) refused += refusals(randomBytes(random, random(200)));
    // By far the most, but not all: a SampleReply or FiguresDrawn asks for little.
    expect(refused).toBeGreaterThan(0.7 * 4000 * Object.keys(DECODERS).length);
  });

  it('random bytes that begin like a message', () => {
    const random = randomIntegers(2);
    for (let i = 0; i < 4000; i++) {
      const start = VALID[random(VALID.length)]!;
      refusals(Buffer.concat([start.subarray(0, random(start.length)), randomBytes(random, random(50))]));
    }
  });

  it('valid messages cut short anywhere', () => {
    for (const bytes of VALID) {
      for (let length = 0; length < bytes.length; length++) refusals(bytes.subarray(0, length));
    }
  });

  it('valid messages with any one bit flipped', () => {
    for (const bytes of VALID) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        refusals(changed);
      }
    }
  });

  it('one message taken for another', () => {
    for (const bytes of VALID) refusals(bytes);
  });
});

describe('garbage costs nothing', () => {
  it.each([
    ['weights_part.data of 2 GiB', [0x72, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x07]],
    ['refusal.reason of 4 GiB', [0x62, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['packed numbers of 4 GiB', [0x6a, 0x10, 0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a number that does not end', Array.from({ length: 64 }, () => 0xff)],
    ['groups within groups', Array.from({ length: 200_000 }, () => 0x1b)],
  ])('%s', (_name, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    const data = Uint8Array.from(bytes);
    for (const decode of [decodeCoordinatorMessage, decodeWorkerMessage, decodeStandbyMessage]) {
      expect(() => decode(data)).toThrow(MalformedMessageError);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});
