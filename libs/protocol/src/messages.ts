/**
 * The messages as the rest of Lockstep sees them: validated, with strings for enums and no optional fields.
 * lockstep.proto says what each means on the wire; encode.ts and decode.ts carry them over.
 */

export type Phase = 'train' | 'evaluate';

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
  | 'WRONG_SHAPE';

export interface DatasetFile {
  sha256: string;
  bytes: number;
}

export interface RunInfo {
  protocolVersion: number;
  run: string;
  schemaHash: string;
  dataset: string;
  trainImages: DatasetFile;
  testImages: DatasetFile;
  seed: number;
  batch: number;
  shards: number;
  threads: number;
  trainSamples: number;
  testSamples: number;
  parameterCount: number;
  partSizeBytes: number;
  beatIntervalMs: number;
  beatTimeoutMs: number;
}

export interface Lease {
  phase: Phase;
  attempt: number;
  firstShard: number;
  shardCount: number;
  creditParts: number;
}

export interface PartialWanted {
  attempt: number;
  level: number;
  index: number;
  firstPart: number;
  partCount: number;
}

export type CoordinatorBody =
  | ({ kind: 'runInfo' } & RunInfo)
  | { kind: 'welcome' }
  | { kind: 'refusal'; code: RefusalCode; sentence: string }
  | ({ kind: 'lease' } & Lease)
  | { kind: 'weightsPart'; part: number; data: Uint8Array }
  | ({ kind: 'partialWanted' } & PartialWanted)
  | { kind: 'beat' }
  | { kind: 'checkpoint'; name: string; last: boolean }
  | { kind: 'ended'; reason: string };

/** Every message of a coordinator carries its leader epoch and the version of its newest weights. */
export interface CoordinatorMessage {
  leaderEpoch: number;
  version: number;
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

export interface WorkerBeat {
  leaderEpoch: number;
  version: number;
  attempt: number;
  computed: boolean;
}

export interface PartialPart {
  attempt: number;
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
  | ({ kind: 'beat' } & WorkerBeat)
  | ({ kind: 'partialPart' } & PartialPart)
  | { kind: 'weightsWanted'; version: number; parts: number[] }
  | { kind: 'leave'; reason: string };

export interface WorkerMessage {
  incarnation: number;
  body: WorkerBody;
}

export type ImageFormat = 'png' | 'float32';

export interface SampleRequest {
  count: number;
  steps: number;
  seed: number;
  format: ImageFormat;
}

export interface SampleReply {
  step: number;
  format: ImageFormat;
  data: Uint8Array;
}

export interface FiguresDrawn {
  step: number;
  files: string[];
}
