/** For any bytes a decoder returns a message that can be encoded and decoded again, or throws a MalformedMessageError. */
import { isDeepStrictEqual } from 'node:util';
import {
  decodeCoordinatorMessage,
  decodeFiguresDrawn,
  decodeMetricsRecord,
  decodeSampleReply,
  decodeSampleRequest,
  decodeStandbyMessage,
  decodeStatus,
  decodeWorkerMessage,
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeMetricsRecord,
  encodeSampleReply,
  encodeSampleRequest,
  encodeStandbyMessage,
  encodeStatus,
  encodeWorkerMessage,
  LIMITS,
  MalformedMessageError,
  type MetricsRecord,
} from '@lockstep/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzz, type Subject } from './testing/budget.js';
import { encodedOrGarbled } from './testing/garble.js';
import { coordinatorMessage, standbyMessage, status, workerMessage } from './testing/messages.js';
import { data, float, text, uint32 } from './testing/values.js';

const SENTENCE_CHARS = 300;
const mediaType = fc.oneof(fc.constantFrom('text/csv', 'application/octet-stream', 'text'), text);
const sampleRequest = fc.record({
  count: uint32,
  steps: uint32,
  seed: uint32,
  mediaType: fc.option(mediaType, { nil: undefined }),
});
const sampleReply = fc.record({ step: uint32, mediaType, data });
const stepMetrics = fc.record({
  kind: fc.constant('step' as const),
  ...{ step: uint32, epoch: uint32, loss: float, samples: uint32, samplesPerSecond: float },
});
const metricsRecord: fc.Arbitrary<MetricsRecord> = fc.record({ leaderEpoch: uint32, body: stepMetrics });
const figuresDrawn = fc.record({ step: uint32, files: fc.array(text, { maxLength: 101 }) });

/** Tries the decoder, which must accept and refuse inputs often enough. */
function fuzzDecoder<Message>(
  subject: Subject,
  messages: fc.Arbitrary<Message>,
  encode: (message: Message) => Uint8Array,
  decode: (bytes: Uint8Array) => Message,
): void {
  const counts = { taken: 0, refused: 0 };
  fuzz(subject, encodedOrGarbled(messages, encode), (bytes) => {
    const message = decodedOrRefused(decode, bytes);
    counts[message ? 'taken' : 'refused'] += 1;
    if (message) checkStable(message, encode, decode);
    return 1;
  });
  const least = (counts.taken + counts.refused) / 20;
  expect(counts.taken, 'messages taken').toBeGreaterThan(least);
  expect(counts.refused, 'messages refused').toBeGreaterThan(least);
}

function decodedOrRefused<Message>(decode: (bytes: Uint8Array) => Message, bytes: Uint8Array): Message | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    if (error.message.length > SENTENCE_CHARS) throw new Error('the sentence about it is long', { cause: error });
    return undefined;
  }
}

function checkStable<Message>(
  message: Message,
  encode: (message: Message) => Uint8Array,
  decode: (bytes: Uint8Array) => Message,
): void {
  const bytes = encode(message);
  const again = decode(bytes);
  if (!isDeepStrictEqual(plain(again), plain(message))) {
    throw new Error(`is another message when sent again: ${JSON.stringify([message, again])}`);
  }
  if (Buffer.compare(encode(again), bytes) !== 0) throw new Error('has other bytes when sent again');
}

/** Compares views by their bytes, whether they are Buffers or not. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

describe('decoders under fuzz', () => {
  it('decodeCoordinatorMessage', () => {
    fuzzDecoder('coordinator messages', coordinatorMessage, encodeCoordinatorMessage, decodeCoordinatorMessage);
  });

  it('decodeWorkerMessage', () => {
    fuzzDecoder('worker messages', workerMessage, encodeWorkerMessage, decodeWorkerMessage);
  });

  it('decodeStandbyMessage', () => {
    fuzzDecoder('standby messages', standbyMessage, encodeStandbyMessage, decodeStandbyMessage);
  });

  it('decodeStatus', () => {
    fuzzDecoder('statuses', status, encodeStatus, decodeStatus);
  });

  it('decodeMetricsRecord', () => {
    fuzzDecoder('metrics records', metricsRecord, encodeMetricsRecord, decodeMetricsRecord);
  });

  it('decodeSampleRequest', () => {
    fuzzDecoder('sample requests', sampleRequest, encodeSampleRequest, decodeSampleRequest);
  });

  it('decodeSampleReply', () => {
    fuzzDecoder('sample replies', sampleReply, encodeSampleReply, decodeSampleReply);
  });

  it('decodeFiguresDrawn', () => {
    fuzzDecoder('drawn figures', figuresDrawn, encodeFiguresDrawn, decodeFiguresDrawn);
  });

  it('refuses more bytes than a message may have before it reads them', () => {
    const oversized = new Uint8Array(LIMITS.messageBytes + 1);
    for (const decode of [
      ...[decodeCoordinatorMessage, decodeWorkerMessage, decodeStandbyMessage, decodeStatus],
      ...[decodeSampleRequest, decodeSampleReply, decodeFiguresDrawn, decodeMetricsRecord],
    ]) {
      expect(() => decode(oversized)).toThrow(MalformedMessageError);
      expect(() => decode(oversized)).toThrow(`expected at most ${LIMITS.messageBytes}`);
    }
  });
});
