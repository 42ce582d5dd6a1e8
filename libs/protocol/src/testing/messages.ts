/** One valid message of every kind, with values that a careless codec would change. The types keep the lists complete. */
import type { CoordinatorBody, CoordinatorMessage, RefusalCode, WorkerBody, WorkerMessage } from '../messages.js';

const HASH = '0123456789abcdef'.repeat(4);

export type BodyOf<Bodies extends { kind: string }, Kind extends Bodies['kind']> = Extract<Bodies, { kind: Kind }>;

export const COORDINATOR_BODIES: { [Kind in CoordinatorBody['kind']]: BodyOf<CoordinatorBody, Kind> } = {
  runInfo: {
    kind: 'runInfo',
    protocolVersion: 1,
    run: 'run-1_B',
    schemaHash: HASH,
    dataset: 'fashion-mnist',
    trainImages: { sha256: 'a'.repeat(64), bytes: 0xffff_ffff },
    testImages: { sha256: 'b'.repeat(64), bytes: 1 },
    seed: 0xffff_ffff,
    batch: 128,
    shards: 4,
    threads: 1,
    trainSamples: 60_000,
    testSamples: 10_000,
    parameterCount: 309_057,
    partSizeBytes: 524_288,
    beatIntervalMs: 500,
    beatTimeoutMs: 5000,
  },
  welcome: { kind: 'welcome' },
  refusal: { kind: 'refusal', code: 'SCHEMA', sentence: 'your model is another: ✗ — 模型' },
  lease: { kind: 'lease', phase: 'evaluate', attempt: 7, firstShard: 2, shardCount: 2, creditParts: 3 },
  weightsPart: { kind: 'weightsPart', part: 2, data: Uint8Array.of(0, 255, 128, 1, 0) },
  partialWanted: { kind: 'partialWanted', attempt: 7, level: 1, index: 1, firstPart: 2, partCount: 1 },
  beat: { kind: 'beat' },
  checkpoint: { kind: 'checkpoint', name: 'step-00000469', last: true },
  ended: { kind: 'ended', reason: 'all epochs are done' },
};

export const WORKER_BODIES: { [Kind in WorkerBody['kind']]: BodyOf<WorkerBody, Kind> } = {
  join: {
    kind: 'join',
    protocolVersion: 9,
    schemaHash: HASH,
    fingerprint: HASH,
    device: 'CPU (AVX2)',
    host: 'höst',
    threads: 2,
  },
  beat: { kind: 'beat', leaderEpoch: 3, version: 469, attempt: 12, computed: true },
  partialPart: {
    kind: 'partialPart',
    attempt: 7,
    level: 1,
    index: 1,
    samples: 64,
    lossSum: -0,
    part: 1,
    data: Uint8Array.of(9, 8, 7),
    computeMs: 81.5,
    waitMs: 0.25,
  },
  weightsWanted: { kind: 'weightsWanted', version: 468, parts: [0, 2, 0xffff_ffff] },
  leave: { kind: 'leave', reason: 'Ctrl-C' },
};

export const REFUSAL_WORDS: readonly RefusalCode[] = [
  'MALFORMED',
  'PROTOCOL_VERSION',
  'SCHEMA',
  'FINGERPRINT',
  'DUPLICATE_ID',
  'UNKNOWN_WORKER',
  'FULL',
  'NO_LEASE',
  'NOT_FINITE',
  'WRONG_SHAPE',
];

export function fromCoordinator(body: CoordinatorBody): CoordinatorMessage {
  return { leaderEpoch: 0xffff_ffff, version: 1407, body };
}

export function fromWorker(body: WorkerBody): WorkerMessage {
  return { incarnation: 0xffff_fffe, body };
}
