/** Generates messages of every kind, with values in and out of their bounds, because encoders do not check values. */
import type {
  CoordinatorBody,
  CoordinatorMessage,
  StandbyBody,
  StandbyMessage,
  Status,
  WorkerBody,
  WorkerMessage,
} from '@lockstep/protocol';
import fc from 'fast-check';
import { data, float, id, parts, sha256, text, uint32 } from './values.js';

type ArbitraryOf<Bodies extends { kind: string }> = {
  [Kind in Bodies['kind']]: fc.Arbitrary<Extract<Bodies, { kind: Kind }>>;
};

/** A body of each kind, equally often. The type ensures that the list is complete. */
function anyOf<Bodies extends { kind: string }>(bodies: ArbitraryOf<Bodies>): fc.Arbitrary<Bodies> {
  return fc.oneof(...Object.values<fc.Arbitrary<Bodies>>(bodies));
}

const code = fc.constantFrom(
  ...(['MALFORMED', 'PROTOCOL_VERSION', 'SCHEMA', 'FINGERPRINT', 'DUPLICATE_ID', 'UNKNOWN_WORKER'] as const),
  ...(['FULL', 'NO_LEASE', 'NOT_FINITE', 'WRONG_SHAPE', 'STALE', 'AUDIT'] as const),
);
const phase = fc.constantFrom('train' as const, 'evaluate' as const);
const dataFile = fc.record({ name: fc.oneof(id, fc.constantFrom('train.bin', '../x')), sha256, bytes: uint32 });
const bool = fc.boolean();

const settings = fc.record({
  epochs: uint32,
  maxSteps: uint32,
  learningRate: float,
  checkpointEvery: uint32,
  mixedNumerics: bool,
  audit: float,
});

const runInfo = fc.record({
  kind: fc.constant('runInfo' as const),
  ...{ protocolVersion: uint32, run: id, schemaHash: sha256, task: id, dataset: id },
  ...{ files: fc.array(dataFile, { maxLength: 3 }), seed: uint32, batchSize: uint32, shards: uint32 },
  ...{ threads: uint32, trainSamples: uint32, testSamples: uint32, parameterCount: uint32 },
  partSizeBytes: fc.constantFrom(1024, 8 * 1024 * 1024, 1026, 1023, 8 * 1024 * 1024 + 1),
  ...{
    heartbeatIntervalMs: uint32,
    heartbeatTimeoutMs: uint32,
    settings,
    wireDtype: fc.constantFrom('f32' as const, 'bf16' as const),
  },
});

const state = {
  snapshotVersion: uint32,
  beta1Power: float,
  beta2Power: float,
  epochLossSum: float,
  fingerprint: fc.option(sha256, { nil: undefined }),
};
const leaseNumbers = { phase, leaseId: uint32, firstShard: uint32, shardCount: uint32, creditParts: uint32 };
const wantedNumbers = { leaseId: uint32, level: uint32, index: uint32, firstPart: uint32, partCount: uint32 };

export const coordinatorBody = anyOf<CoordinatorBody>({
  runInfo,
  welcome: fc.record({ kind: fc.constant('welcome') }),
  refusal: fc.record({ kind: fc.constant('refusal'), code, reason: text }),
  lease: fc.record({ kind: fc.constant('lease'), ...leaseNumbers }),
  weightsPart: fc.record({ kind: fc.constant('weightsPart'), part: uint32, data }),
  gradientRequest: fc.record({ kind: fc.constant('gradientRequest'), ...wantedNumbers }),
  heartbeat: fc.record({ kind: fc.constant('heartbeat') }),
  checkpoint: fc.record({ kind: fc.constant('checkpoint'), name: id, last: bool }),
  ended: fc.record({ kind: fc.constant('ended'), reason: text }),
  reducedPart: fc.record({ kind: fc.constant('reducedPart'), samples: uint32, lossSum: float, part: uint32, data }),
  statePart: fc.record({ kind: fc.constant('statePart'), ...state, part: uint32, data }),
});

export const coordinatorMessage: fc.Arbitrary<CoordinatorMessage> = fc.record({
  ...{ leaderEpoch: uint32, version: uint32, toIncarnation: uint32 },
  body: coordinatorBody,
});

const gradientNumbers = {
  version: uint32,
  leaseId: uint32,
  level: uint32,
  index: uint32,
  samples: uint32,
  part: uint32,
};

const workerBody = anyOf<WorkerBody>({
  join: fc.record({
    kind: fc.constant('join'),
    ...{ protocolVersion: uint32, schemaHash: sha256, fingerprint: sha256, device: text, host: text, threads: uint32 },
  }),
  heartbeat: fc.record({
    kind: fc.constant('heartbeat'),
    version: uint32,
    leaseId: uint32,
    computed: bool,
    msPerShard: float,
  }),
  gradientPart: fc.record({
    kind: fc.constant('gradientPart'),
    ...gradientNumbers,
    ...{ lossSum: float, data, computeMs: float, waitMs: float },
  }),
  weightsRequest: fc.record({ kind: fc.constant('weightsRequest'), version: uint32, parts }),
  leave: fc.record({ kind: fc.constant('leave'), reason: text }),
});

export const workerMessage: fc.Arbitrary<WorkerMessage> = fc.record({
  ...{ incarnation: uint32, leaderEpoch: uint32 },
  body: workerBody,
});

const standbyBody = anyOf<StandbyBody>({
  heartbeat: fc.record({ kind: fc.constant('heartbeat'), version: uint32, synced: bool }),
  stateRequest: fc.record({
    kind: fc.constant('stateRequest'),
    snapshotVersion: fc.option(uint32, { nil: undefined }),
    ...{ firstPart: uint32, partCount: uint32 },
  }),
  reducedRequest: fc.record({ kind: fc.constant('reducedRequest'), version: uint32, parts }),
});

export const standbyMessage: fc.Arbitrary<StandbyMessage> = fc.record({
  ...{ incarnation: uint32, leaderEpoch: uint32 },
  body: standbyBody,
});

/** Lists of a status are short, or longer by one than a status may hold. */
function listOf<Entry>(entry: fc.Arbitrary<Entry>): fc.Arbitrary<Entry[]> {
  return fc.oneof(
    { weight: 500, arbitrary: fc.array(entry, { maxLength: 3 }) },
    { weight: 1, arbitrary: entry.map((each) => Array<Entry>(4097).fill(each)) },
  );
}

const durationMs = fc.oneof(float, uint32);
const held = fc.record({ firstShard: uint32, shardCount: uint32, heldMs: durationMs, late: bool, audit: bool });
const workerStatus = fc.record({
  ...{ id: text, device: text, host: text, silentMs: durationMs, msPerShard: float },
  holds: listOf(held),
});

export const status: fc.Arbitrary<Status> = fc.record({
  ...{ run: id, leaderEpoch: uint32, version: uint32, totalSteps: uint32, stepsPerEpoch: uint32, phase },
  ...{ openMs: durationMs, medianStepMs: durationMs, paused: bool, waitingFor: text },
  workers: listOf(workerStatus),
  standbys: listOf(fc.record({ id: text, version: uint32, synced: bool, silentMs: durationMs })),
  refused: listOf(fc.record({ id: text, code, reason: text })),
  ...{ audited: uint32, auditsSkipped: uint32 },
});
