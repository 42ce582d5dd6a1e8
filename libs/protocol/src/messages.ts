/**
 * The types of decoded messages: validated, with strings for enums and no optional fields.
 * lockstep.proto documents each message and field.
 */

export type Phase = 'train' | 'evaluate';

/** The encoding on the wire of values that are float32 in memory: float32, or rounded to bfloat16. */
export type WireDtype = 'f32' | 'bf16';

export type RefusalCode =
  | 'MALFORMED'
  | 'PROTOCOL_VERSION'
  | 'SCHEMA'
  | 'FINGERPRINT'
  | 'DUPLICATE_ID'
  | 'UNKNOWN_WORKER'
  | 'FULL'
  | 'NO_LEASE'
  | 'NOT_FINITE'
  | 'WRONG_SHAPE'
  | 'STALE'
  | 'AUDIT';

export interface DataFile {
  /** The name by which the task finds the file. It is unique in the list. */
  name: string;
  sha256: string;
  bytes: number;
}

export interface RunInfo {
  protocolVersion: number;
  run: string;
  schemaHash: string;
  task: string;
  dataset: string;
  files: DataFile[];
  seed: number;
  batchSize: number;
  shards: number;
  threads: number;
  trainSamples: number;
  testSamples: number;
  parameterCount: number;
  partSizeBytes: number;
  heartbeatIntervalMs: number;
  heartbeatTimeoutMs: number;
  wireDtype: WireDtype;
  settings: RunSettings;
}

/** The settings that only a coordinator or a standby needs. */
export interface RunSettings {
  epochs: number;
  /** 0 for no limit. */
  maxSteps: number;
  learningRate: number;
  checkpointEvery: number;
  mixedNumerics: boolean;
  /** Probability from 0 to 1. */
  audit: number;
}

export interface Lease {
  phase: Phase;
  leaseId: number;
  firstShard: number;
  shardCount: number;
  creditParts: number;
}

export interface GradientRequest {
  leaseId: number;
  level: number;
  index: number;
  firstPart: number;
  partCount: number;
}

export type CoordinatorBody =
  | ({ kind: 'runInfo' } & RunInfo)
  | { kind: 'welcome' }
  | { kind: 'refusal'; code: RefusalCode; reason: string }
  | ({ kind: 'lease' } & Lease)
  | { kind: 'weightsPart'; part: number; data: Uint8Array }
  | ({ kind: 'gradientRequest' } & GradientRequest)
  | { kind: 'heartbeat' }
  | { kind: 'checkpoint'; name: string; last: boolean }
  | { kind: 'ended'; reason: string }
  | ({ kind: 'reducedPart' } & ReducedPart)
  | ({ kind: 'statePart' } & StatePart);

/** A part of the gradient sum of a step, whose update gives the weights of the envelope's version. */
export interface ReducedPart {
  samples: number;
  lossSum: number;
  part: number;
  data: Uint8Array;
}

/** A part of a snapshot, which contains the weights, the first and second moments, and the finished epochs' losses. */
export interface StatePart {
  snapshotVersion: number;
  beta1Power: number;
  beta2Power: number;
  /** Sum of loss times samples over the steps of the current epoch. */
  epochLossSum: number;
  /** Undefined before the first worker joins. */
  fingerprint: string | undefined;
  part: number;
  data: Uint8Array;
}

export interface CoordinatorMessage {
  leaderEpoch: number;
  /** The version of the sender's latest weights. */
  version: number;
  /** The incarnation of the process that the message is for; 0 for all receivers. */
  toIncarnation: number;
  body: CoordinatorBody;
}

export interface Join {
  protocolVersion: number;
  schemaHash: string;
  fingerprint: string;
  device: string;
  host: string;
  threads: number;
}

export interface WorkerHeartbeat {
  version: number;
  leaseId: number;
  computed: boolean;
  msPerShard: number;
}

export interface GradientPart {
  version: number;
  leaseId: number;
  level: number;
  index: number;
  samples: number;
  lossSum: number;
  part: number;
  data: Uint8Array;
  computeMs: number;
  waitMs: number;
}

export type WorkerBody =
  | ({ kind: 'join' } & Join)
  | ({ kind: 'heartbeat' } & WorkerHeartbeat)
  | ({ kind: 'gradientPart' } & GradientPart)
  | { kind: 'weightsRequest'; version: number; parts: number[] }
  | { kind: 'leave'; reason: string };

export interface WorkerMessage {
  incarnation: number;
  /** The leader epoch that the worker follows; 0 before it follows any. */
  leaderEpoch: number;
  body: WorkerBody;
}

export type StandbyBody =
  | { kind: 'heartbeat'; version: number; synced: boolean }
  /** `snapshotVersion` is the snapshot of which the standby already has parts; undefined requests a new one. */
  | { kind: 'stateRequest'; snapshotVersion: number | undefined; firstPart: number; partCount: number }
  | { kind: 'reducedRequest'; version: number; parts: number[] };

export interface StandbyMessage {
  incarnation: number;
  leaderEpoch: number;
  body: StandbyBody;
}

export interface SampleRequest {
  count: number;
  steps: number;
  seed: number;
  /** Undefined for the task's default. */
  mediaType: string | undefined;
}

export interface SampleReply {
  step: number;
  mediaType: string;
  data: Uint8Array;
}

export interface FiguresDrawn {
  step: number;
  files: string[];
}

export interface StepMetrics {
  /** 1-based. */
  step: number;
  /** 1-based. */
  epoch: number;
  loss: number;
  samples: number;
  samplesPerSecond: number;
}

export interface MetricsRecord {
  leaderEpoch: number;
  body: { kind: 'step' } & StepMetrics;
}
