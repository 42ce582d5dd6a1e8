/** One valid message of every kind, with values that a faulty codec would change. The types make the lists complete. */
import {
  encodeCoordinatorMessage,
  encodeFiguresDrawn,
  encodeSampleReply,
  encodeSampleRequest,
  encodeWorkerMessage,
} from '../encode.js';
import { PROTOCOL_VERSION } from '../limits.js';
import type {
  CoordinatorBody,
  CoordinatorMessage,
  MetricsRecord,
  RefusalCode,
  StandbyBody,
  WorkerBody,
  WorkerMessage,
} from '../messages.js';
import { encodeMetricsRecord } from '../metrics.js';
import { encodeStandbyMessage } from '../standby-messages.js';
import { encodeStatus, type Status } from '../status.js';

const HASH = '0123456789abcdef'.repeat(4);

export type BodyOf<Bodies extends { kind: string }, Kind extends Bodies['kind']> = Extract<Bodies, { kind: Kind }>;

export const COORDINATOR_BODIES: { [Kind in CoordinatorBody['kind']]: BodyOf<CoordinatorBody, Kind> } = {
  runInfo: {
    kind: 'runInfo',
    protocolVersion: PROTOCOL_VERSION,
    run: 'run-1_B',
    schemaHash: HASH,
    task: 'my-task_2',
    dataset: 'data-set_1',
    files: [
      { name: 'train.bin', sha256: 'a'.repeat(64), bytes: 0xffff_ffff },
      { name: 'test-1_a.bin', sha256: 'b'.repeat(64), bytes: 1 },
    ],
    seed: 0xffff_ffff,
    batchSize: 128,
    shards: 4,
    threads: 1,
    trainSamples: 60_000,
    testSamples: 10_000,
    parameterCount: 309_057,
    partSizeBytes: 524_288,
    heartbeatIntervalMs: 500,
    heartbeatTimeoutMs: 5000,
    wireDtype: 'bf16',
    settings: {
      epochs: 3,
      maxSteps: 1000,
      learningRate: 1e-3,
      checkpointEvery: 200,
      mixedNumerics: true,
      audit: 0.01,
    },
  },
  welcome: { kind: 'welcome' },
  refusal: { kind: 'refusal', code: 'SCHEMA', reason: 'different model: ✗ — 模型' },
  lease: { kind: 'lease', phase: 'evaluate', leaseId: 7, firstShard: 2, shardCount: 2, creditParts: 3 },
  weightsPart: { kind: 'weightsPart', part: 2, data: Uint8Array.of(0, 255, 128, 1, 0) },
  gradientRequest: { kind: 'gradientRequest', leaseId: 7, level: 1, index: 1, firstPart: 2, partCount: 1 },
  heartbeat: { kind: 'heartbeat' },
  checkpoint: { kind: 'checkpoint', name: 'step-00000469', last: true },
  ended: { kind: 'ended', reason: 'all epochs are done' },
  reducedPart: { kind: 'reducedPart', samples: 128, lossSum: 2.5, part: 2, data: Uint8Array.of(4, 0, 255, 7) },
  statePart: {
    kind: 'statePart',
    snapshotVersion: 470,
    beta1Power: 0.1 * 0.9,
    beta2Power: 0.999,
    epochLossSum: 0.1 * 128,
    fingerprint: HASH,
    part: 7,
    data: Uint8Array.of(1, 2, 3, 4),
  },
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
  heartbeat: { kind: 'heartbeat', version: 469, leaseId: 12, computed: true, msPerShard: 78.5 },
  gradientPart: {
    kind: 'gradientPart',
    version: 468,
    leaseId: 7,
    level: 1,
    index: 1,
    samples: 64,
    lossSum: -0,
    part: 1,
    data: Uint8Array.of(9, 8, 7),
    computeMs: 81.5,
    waitMs: 0.25,
  },
  weightsRequest: { kind: 'weightsRequest', version: 468, parts: [0, 2, 0xffff_ffff] },
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
  'STALE',
  'AUDIT',
];

export const STANDBY_BODIES: { [Kind in StandbyBody['kind']]: BodyOf<StandbyBody, Kind> } = {
  heartbeat: { kind: 'heartbeat', version: 469, synced: true },
  stateRequest: { kind: 'stateRequest', snapshotVersion: 0, firstPart: 3, partCount: 8 },
  reducedRequest: { kind: 'reducedRequest', version: 468, parts: [0, 2, 0xffff_ffff] },
};

export const METRICS: MetricsRecord = {
  leaderEpoch: 0xffff_ffff,
  body: { kind: 'step', step: 469, epoch: 1, loss: 0.1 * 0.3, samples: 96, samplesPerSecond: 1234.5 },
};

export const STATUS: Status = {
  run: 'run-1_B',
  leaderEpoch: 3,
  version: 468,
  totalSteps: 1407,
  stepsPerEpoch: 469,
  phase: 'train',
  openMs: 5_000_000_000,
  medianStepMs: 181,
  paused: true,
  waitingFor: 'worker local.w1 has held shard 3 for 4.2 s',
  workers: [
    {
      id: 'local.w1',
      device: 'CPU (AVX2)',
      host: 'höst',
      silentMs: 12,
      msPerShard: 78.5,
      holds: [{ firstShard: 2, shardCount: 2, heldMs: 4200, late: true, audit: true }],
    },
  ],
  standbys: [{ id: 'b', version: 467, synced: true, silentMs: 250 }],
  refused: [{ id: 'local.w2', code: 'AUDIT', reason: 'the gradient sum differs' }],
  audited: 17,
  auditsSkipped: 1,
};

export function fromCoordinator(body: CoordinatorBody): CoordinatorMessage {
  return { leaderEpoch: 0xffff_ffff, version: 1407, toIncarnation: 0xffff_fffd, body };
}

export function fromWorker(body: WorkerBody): WorkerMessage {
  return { incarnation: 0xffff_fffe, leaderEpoch: 0xffff_fffc, body };
}

/** Every message above and those of samplers, encoded. */
export function encodedMessages(): Uint8Array[] {
  return [
    ...Object.values(COORDINATOR_BODIES).map((body) => encodeCoordinatorMessage(fromCoordinator(body))),
    ...Object.values(WORKER_BODIES).map((body) => encodeWorkerMessage(fromWorker(body))),
    ...Object.values(STANDBY_BODIES).map((body) => encodeStandbyMessage({ incarnation: 7, leaderEpoch: 2, body })),
    encodeStatus(STATUS),
    encodeMetricsRecord(METRICS),
    encodeSampleRequest({ count: 1, steps: 40, seed: 7, mediaType: 'text/csv' }),
    encodeSampleReply({ step: 1, mediaType: 'application/octet-stream', data: Uint8Array.of(1, 2, 3, 4) }),
    encodeFiguresDrawn({ step: 1, files: ['loss.png'] }),
  ];
}
