/** Any content of a checkpoint's files and pointer is read completely, or refused with the reader's error. */
import { isDeepStrictEqual } from 'node:util';
import {
  CHECKPOINT_FILES,
  decodeSafetensors,
  encodeCheckpoint,
  encodeSafetensors,
  InvalidAnnouncementError,
  MANIFEST_FILE,
  ManifestError,
  parseAnnouncement,
  parseManifest,
  SafetensorsError,
  type Checkpoint,
  type TensorData,
} from '@lockstep/checkpoint';
import { sha256Hex } from '@lockstep/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzz, type Subject } from './testing/budget.js';
import { garbling } from './testing/garble.js';
import { wildJson } from './testing/json.js';

const SENTENCE_CHARS = 600;
const STEP = 3;
const HEADER_BYTES = 8;

const floats = fc.array(fc.float(), { minLength: 6, maxLength: 6 });
const tensors = floats.map((values) => ({
  'a.weight': { shape: [2, 3], data: Float32Array.from(values) },
  b: { shape: [], data: Float32Array.of(values[0]!) },
}));

const checkpoint: fc.Arbitrary<Checkpoint> = tensors.map((weights) => ({
  ...{ run: 'run-1', step: STEP, epoch: 0, config: { seed: 0, '10': ['nested', null] } },
  ...{ schema_hash: 'ab12', fingerprint: 'cd34', data_position: { epoch: 0, step_in_epoch: STEP } },
  ...{
    beta1_power: 0.9,
    beta2_power: 0.999,
    epoch_loss_sum: 0.1,
    epoch_losses: [],
    weights,
    m: weights,
    v: weights,
  },
}));

/** Tries a reader, which must accept and refuse inputs often enough. @returns the read values, for further checks */
function fuzzReader<Content, Value>(
  subject: Subject,
  contents: fc.Arbitrary<Content>,
  read: (content: Content) => Value,
  refusal: new (...args: never[]) => Error,
  check: (value: Value) => void,
): void {
  const counts = { read: 0, refused: 0 };
  fuzz(subject, contents, (content) => {
    try {
      check(read(content));
      counts.read += 1;
    } catch (error) {
      if (!(error instanceof refusal)) throw error;
      if (error.message.length > SENTENCE_CHARS) throw new Error('the sentence about it is long', { cause: error });
      counts.refused += 1;
    }
    return 1;
  });
  const least = (counts.read + counts.refused) / 20;
  expect(counts.read, 'read').toBeGreaterThan(least);
  expect(counts.refused, 'refused').toBeGreaterThan(least);
}

/** A file with a header that its encoder would not write, in front of the right data. */
function withHeader(header: string, data: Uint8Array): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(HEADER_BYTES);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const safetensorsFile = fc.oneof(
  fc.tuple(tensors, garbling).map(([some, garble]) => garble(encodeSafetensors(some))),
  fc.tuple(wildJson(tensors.map((some) => headerOf(encodeSafetensors(some)))), floats).map(([header, values]) => {
    return withHeader(header, new Uint8Array(Float32Array.from([...values, values[0]!]).buffer));
  }),
);

function headerOf(file: Uint8Array): object {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return JSON.parse(Buffer.from(file.subarray(HEADER_BYTES, HEADER_BYTES + length)).toString()) as object;
}

function bitsOf(all: Readonly<Record<string, TensorData>>): unknown {
  return Object.entries(all)
    .map(([name, { shape, data }]) => [name, shape, [...new Uint32Array(data.buffer)]] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const manifest = checkpoint.map((each) => {
  const bytes = encodeCheckpoint(each).get(MANIFEST_FILE)!;
  return JSON.parse(Buffer.from(bytes).toString()) as object;
});

/** A wrong manifest with the right checksum, so that its content must be checked. */
function signed(text: string): string {
  try {
    const { checksum, ...values } = JSON.parse(text) as Record<string, unknown>;
    return typeof checksum === 'string'
      ? JSON.stringify({ ...values, checksum: sha256Hex(JSON.stringify(values)) })
      : text;
  } catch {
    return text;
  }
}

const digest = { bytes: 1, sha256: 'a'.repeat(64) };
const announcement = fc.constant({
  ...{ name: 'step-00000469', step: 469, leader_epoch: 3 },
  files: Object.fromEntries(CHECKPOINT_FILES.map((name) => [name, digest])),
});

describe('readers of checkpoints under fuzz', () => {
  it('decodeSafetensors', () => {
    const read = (bytes: Uint8Array) => decodeSafetensors(bytes, 'fuzz');
    fuzzReader('safetensors files', safetensorsFile, read, SafetensorsError, (value) => {
      const again = decodeSafetensors(encodeSafetensors(value), 'written again');
      if (!isDeepStrictEqual(bitsOf(again), bitsOf(value))) throw new Error('other tensors when written again');
    });
  });

  it('parseManifest', () => {
    const texts = fc.tuple(wildJson(manifest), fc.boolean()).map(([text, sign]) => (sign ? signed(text) : text));
    const read = (text: string) => parseManifest(text, 'fuzz');
    fuzzReader('manifests', texts, read, ManifestError, (value) => {
      if (value.epoch_losses.length !== value.epoch) throw new Error('as many losses as epochs were promised');
    });
  });

  it('parseAnnouncement', () => {
    const read = (text: string) => parseAnnouncement(text, 'fuzz');
    fuzzReader('announcements', wildJson(announcement), read, InvalidAnnouncementError, (value) => {
      if (!isDeepStrictEqual(parseAnnouncement(JSON.stringify(value), 'written again'), value))
        throw new Error('another announcement when written again');
    });
  });
});
