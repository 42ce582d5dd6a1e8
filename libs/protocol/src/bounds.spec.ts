import { describe, expect, it } from 'vitest';
import { lockstep } from '../generated/lockstep.js';
import { decodeCoordinatorMessage } from './decode-coordinator.js';
import { decodeFiguresDrawn, decodeSampleReply, decodeSampleRequest } from './decode-sampler.js';
import { decodeWorkerMessage } from './decode-worker.js';
import { encodeCoordinatorMessage, encodeWorkerMessage } from './encode.js';
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';
import { decodeMetricsRecord, encodeMetricsRecord } from './metrics.js';
import type { CoordinatorBody, StandbyBody, StepMetrics, WorkerBody } from './messages.js';
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

const { runInfo, refusal, lease, weightsPart, gradientRequest, checkpoint, ended, reducedPart, statePart } =
  COORDINATOR_BODIES;
const { settings } = runInfo;
const { join, heartbeat, gradientPart, weightsRequest, leave } = WORKER_BODIES;
const { stateRequest, reducedRequest } = STANDBY_BODIES;
const LONG = 'x'.repeat(LIMITS.textChars + 1);
const BIG = new Uint8Array(LIMITS.partSizeBytesMax + 1);
const NO_IDS = ['', 'a.b', '*', '>', 'a b', 'ä', 'a\n', 'x'.repeat(65)];
const NO_HASHES = ['', 'a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), `${'a'.repeat(64)}\n`];
const NO_FILE_NAMES = ['', '.', '..', '.hidden', 'a/b', 'a\\b', '../etc', 'a b', 'ä', 'a\n', 'x'.repeat(101)];
const FILE = { name: 'train.bin', sha256: 'a'.repeat(64), bytes: 1 };
const filesOf = (count: number) => Array.from({ length: count }, (_, i) => ({ ...FILE, name: `file-${i}` }));
const NO_MEDIA_TYPES = ['text', 'text/', '/csv', 'text/csv/x', 'text/c v', 'text/csv\n', 'text/ä', LONG];
const wantedMax = LIMITS.parameterCount / LIMITS.partSizeBytesMin;

type Row<Body> = [wireField: string, body: Body, values: Record<string, unknown[]>];

/** Each of these values of each field is refused, and the error names the field as in lockstep.proto. */
const COORDINATOR_ROWS: Row<CoordinatorBody>[] = [
  ['run_info.run', runInfo, { run: NO_IDS }],
  ['run_info.schema_hash', runInfo, { schemaHash: NO_HASHES }],
  ['run_info.dataset', runInfo, { dataset: NO_IDS }],
  ['run_info.task', runInfo, { task: NO_IDS }],
  ['run_info.files.length', runInfo, { files: [[], filesOf(LIMITS.dataFiles + 1)] }],
  ['run_info.files.name', runInfo, { files: NO_FILE_NAMES.map((name) => [{ ...FILE, name }]) }],
  ['run_info.files.sha256', runInfo, { files: NO_HASHES.map((sha256) => [{ ...FILE, sha256 }]) }],
  ['run_info.files.bytes', runInfo, { files: [[{ ...FILE, bytes: 0 }]] }],
  ['run_info.files has two files with the same name', runInfo, { files: [[FILE, FILE]] }],
  ['run_info.batch_size', runInfo, { batchSize: [0, LIMITS.batchSize + 1, -1] }],
  ['run_info.shards', runInfo, { shards: [0, LIMITS.shards + 1] }],
  ['run_info.threads', runInfo, { threads: [0, 1025] }],
  ['run_info.train_samples', runInfo, { trainSamples: [0, LIMITS.samples + 1] }],
  ['run_info.test_samples', runInfo, { testSamples: [0, LIMITS.samples + 1] }],
  ['run_info.parameter_count', runInfo, { parameterCount: [0, LIMITS.parameterCount + 1] }],
  [
    'run_info.part_size_bytes',
    runInfo,
    { partSizeBytes: [0, LIMITS.partSizeBytesMin - 1, LIMITS.partSizeBytesMin + 2, LIMITS.partSizeBytesMax + 1] },
  ],
  ['run_info.wire_dtype', runInfo, { wireDtype: ['f64', undefined] }],
  ['run_info.heartbeat_interval_ms', runInfo, { heartbeatIntervalMs: [0, LIMITS.intervalMs + 1] }],
  ['run_info.heartbeat_timeout_ms', runInfo, { heartbeatTimeoutMs: [0, LIMITS.intervalMs + 1] }],
  ['refusal.code', refusal, { code: ['REFUSAL_UNSPECIFIED', 'SOMETHING_NEW'] }],
  ['refusal.reason', refusal, { reason: [LONG] }],
  ['lease.phase', lease, { phase: ['sleep'] }],
  ['lease.lease_id', lease, { leaseId: [0] }],
  ['lease.first_shard', lease, { firstShard: [LIMITS.shards + 1] }],
  ['lease.shard_count', lease, { shardCount: [0, LIMITS.shards + 1] }],
  ['weights_part.part', weightsPart, { part: [LIMITS.parameterCount + 1] }],
  ['weights_part.data', weightsPart, { data: [BIG] }],
  ['gradient_request.lease_id', gradientRequest, { leaseId: [0] }],
  ['gradient_request.level', gradientRequest, { level: [33] }],
  ['gradient_request.index', gradientRequest, { index: [LIMITS.shards + 1] }],
  ['gradient_request.first_part', gradientRequest, { firstPart: [LIMITS.parameterCount + 1] }],
  ['gradient_request.part_count', gradientRequest, { partCount: [0, LIMITS.parameterCount + 1] }],
  ['checkpoint.name', checkpoint, { name: [...NO_IDS, '../etc'] }],
  ['ended.reason', ended, { reason: [LONG] }],
  ['run_info.settings is missing', runInfo, { settings: [undefined, null] }],
  ['run_info.settings.epochs', runInfo, { settings: [0, LIMITS.steps + 1].map((epochs) => ({ ...settings, epochs })) }],
  ['run_info.settings.max_steps', runInfo, { settings: [{ ...settings, maxSteps: LIMITS.steps + 1 }] }],
  [
    'run_info.settings.learning_rate',
    runInfo,
    { settings: [0, -1, NaN, Infinity].map((learningRate) => ({ ...settings, learningRate })) },
  ],
  ['run_info.settings.checkpoint_every', runInfo, { settings: [{ ...settings, checkpointEvery: 0 }] }],
  ['run_info.settings.audit', runInfo, { settings: [-0.1, 1.1, NaN].map((audit) => ({ ...settings, audit })) }],
  ['reduced_part.samples', reducedPart, { samples: [0, LIMITS.samples + 1] }],
  ['reduced_part.part', reducedPart, { part: [LIMITS.parameterCount + 1] }],
  ['reduced_part.data', reducedPart, { data: [BIG] }],
  ['state_part.snapshot_version', statePart, { snapshotVersion: [LIMITS.steps + 1] }],
  ['state_part.beta1_power', statePart, { beta1Power: [-0.1, 1.1, NaN] }],
  ['state_part.beta2_power', statePart, { beta2Power: [-0.1, 1.1, NaN] }],
  ['state_part.epoch_loss_sum', statePart, { epochLossSum: [NaN, Infinity, -Infinity] }],
  ['state_part.fingerprint', statePart, { fingerprint: NO_HASHES.filter((hash) => hash !== '') }],
  ['state_part.part', statePart, { part: [LIMITS.parameterCount + 1] }],
  ['state_part.data', statePart, { data: [BIG] }],
];

const STANDBY_ROWS: Row<StandbyBody>[] = [
  ['state_request.first_part', stateRequest, { firstPart: [LIMITS.parameterCount + 1] }],
  ['state_request.part_count', stateRequest, { partCount: [0, LIMITS.parameterCount + 1] }],
  ['reduced_request.parts', reducedRequest, { parts: [Array.from({ length: wantedMax + 1 }, () => 0)] }],
];

const [WORKER] = STATUS.workers;
const STATUS_ROWS: [wireField: string, change: object][] = [
  ['status.run', { run: 'a.b' }],
  ['status.steps_per_epoch', { stepsPerEpoch: 0 }],
  ['status.open_ms', { openMs: NaN }],
  ['status.open_ms', { openMs: -1 }],
  ['status.median_step_ms', { medianStepMs: Infinity }],
  ['status.waiting_for', { waitingFor: LONG }],
  ['status.workers.length', { workers: Array.from({ length: LIMITS.statusEntries + 1 }, () => WORKER) }],
  ['status.workers.id', { workers: [{ ...WORKER, id: LONG }] }],
  ['status.workers.holds.shard_count', { workers: [{ ...WORKER, holds: [{ ...WORKER!.holds[0], shardCount: 0 }] }] }],
  ['status.workers.ms_per_shard', { workers: [{ ...WORKER, msPerShard: -1 }] }],
  ['status.standbys.length', { standbys: Array.from({ length: LIMITS.statusEntries + 1 }, () => STATUS.standbys[0]) }],
  ['status.refused.code', { refused: [{ ...STATUS.refused[0], code: 'SOMETHING_NEW' }] }],
  ['status.refused.reason', { refused: [{ ...STATUS.refused[0], reason: LONG }] }],
];

const WORKER_ROWS: Row<WorkerBody>[] = [
  ['join.schema_hash', join, { schemaHash: NO_HASHES }],
  ['join.fingerprint', join, { fingerprint: NO_HASHES }],
  ['join.device', join, { device: [LONG] }],
  ['join.host', join, { host: [LONG] }],
  ['join.threads', join, { threads: [0, 1025] }],
  ['heartbeat.ms_per_shard', heartbeat, { msPerShard: [-1, NaN, Infinity, LIMITS.intervalMs + 1] }],
  ['gradient_part.lease_id', gradientPart, { leaseId: [0] }],
  ['gradient_part.level', gradientPart, { level: [33] }],
  ['gradient_part.index', gradientPart, { index: [LIMITS.shards + 1] }],
  ['gradient_part.samples', gradientPart, { samples: [0, LIMITS.samples + 1] }],
  ['gradient_part.part', gradientPart, { part: [LIMITS.parameterCount + 1] }],
  ['gradient_part.data', gradientPart, { data: [BIG] }],
  ['gradient_part.compute_ms', gradientPart, { computeMs: [-1, NaN, Infinity, LIMITS.intervalMs + 1] }],
  ['gradient_part.wait_ms', gradientPart, { waitMs: [-1, NaN, Infinity, LIMITS.intervalMs + 1] }],
  ['weights_request.parts', weightsRequest, { parts: [Array.from({ length: wantedMax + 1 }, () => 0)] }],
  ['leave.reason', leave, { reason: [LONG] }],
];

function variants<Body>([, body, values]: Row<Body>): Body[] {
  return Object.entries(values).flatMap(([key, each]) => each.map((value) => ({ ...body, [key]: value })));
}

function expectRefusal(decode: () => unknown, field: string): void {
  expect(decode).toThrow(MalformedMessageError);
  expect(decode).toThrow(field);
}

describe('an error about a field out of bounds names the field', () => {
  it.each(COORDINATOR_ROWS)('coordinator: %s', (...row) => {
    for (const body of variants(row)) {
      const bytes = encodeCoordinatorMessage(fromCoordinator(body));
      expectRefusal(() => decodeCoordinatorMessage(bytes), row[0]);
    }
  });

  it.each(WORKER_ROWS)('worker: %s', (...row) => {
    for (const body of variants(row)) {
      const bytes = encodeWorkerMessage(fromWorker(body));
      expectRefusal(() => decodeWorkerMessage(bytes), row[0]);
    }
  });

  it.each(STANDBY_ROWS)('standby: %s', (...row) => {
    for (const body of variants(row)) {
      const bytes = encodeStandbyMessage({ incarnation: 1, leaderEpoch: 1, body });
      expectRefusal(() => decodeStandbyMessage(bytes), row[0]);
    }
  });

  it.each(STATUS_ROWS)('status: %s', (field, change) => {
    const bytes = encodeStatus({ ...STATUS, ...change });
    expectRefusal(() => decodeStatus(bytes), field);
  });

  it.each<[string, Partial<StepMetrics>]>([
    ['step.step', { step: 0 }],
    ['step.step', { step: LIMITS.steps + 1 }],
    ['step.epoch', { epoch: 0 }],
    ['step.epoch', { epoch: LIMITS.steps + 1 }],
    ['step.loss', { loss: NaN }],
    ['step.loss', { loss: Infinity }],
    ['step.samples', { samples: 0 }],
    ['step.samples', { samples: LIMITS.batchSize + 1 }],
    ['step.samples_per_second', { samplesPerSecond: -1 }],
    ['step.samples_per_second', { samplesPerSecond: NaN }],
  ])('metrics record: %s %o', (field, change) => {
    const bytes = encodeMetricsRecord({ ...METRICS, body: { ...METRICS.body, ...change } });
    expectRefusal(() => decodeMetricsRecord(bytes), field);
  });

  const request = { count: 1, steps: 1, seed: 0, mediaType: 'text/csv' };
  it.each<[string, object]>([
    ['count', { count: 0 }],
    ['count', { count: LIMITS.samplesPerRequest + 1 }],
    ['steps', { steps: 0 }],
    ['steps', { steps: LIMITS.stepsPerRequest + 1 }],
    ...NO_MEDIA_TYPES.map((mediaType): [string, object] => ['media_type', { mediaType }]),
  ])('sample request: %s %o', (field, change) => {
    const bytes = lockstep.SampleRequest.encode({ ...request, ...change }).finish();
    expectRefusal(() => decodeSampleRequest(bytes), `malformed message: ${field} `);
  });

  it('in sample replies and drawn figures', () => {
    const reply = { step: 1, mediaType: 'text/csv', data: BIG };
    expectRefusal(() => decodeSampleReply(lockstep.SampleReply.encode(reply).finish()), 'data');
    for (const mediaType of ['', ...NO_MEDIA_TYPES]) {
      const bytes = lockstep.SampleReply.encode({ step: 1, mediaType }).finish();
      expectRefusal(() => decodeSampleReply(bytes), 'media_type');
    }
    const many = { step: 1, files: Array.from({ length: 101 }, () => 'a.png') };
    expectRefusal(() => decodeFiguresDrawn(lockstep.FiguresDrawn.encode(many).finish()), 'files.length');
    expectRefusal(() => decodeFiguresDrawn(lockstep.FiguresDrawn.encode({ step: 1, files: [LONG] }).finish()), 'files');
  });

  it.each([decodeCoordinatorMessage, decodeWorkerMessage, decodeStandbyMessage, decodeMetricsRecord])(
    'or reports a missing or unknown body: %o',
    (decode) => {
      const unknownBody = Uint8Array.of(0xfa, 0x06, 0x00);
      for (const bytes of [new Uint8Array(), Uint8Array.of(0x08, 0x01), unknownBody]) {
        expectRefusal(() => decode(bytes), 'without a body');
      }
    },
  );
});

describe('values at their bounds are accepted', () => {
  it('the largest and the smallest value of every field', () => {
    const largest: CoordinatorBody[] = [
      {
        ...runInfo,
        run: 'x'.repeat(64),
        batchSize: LIMITS.batchSize,
        shards: LIMITS.shards,
        threads: 1024,
        trainSamples: LIMITS.samples,
        testSamples: LIMITS.samples,
        parameterCount: LIMITS.parameterCount,
        partSizeBytes: LIMITS.partSizeBytesMax,
        heartbeatIntervalMs: LIMITS.intervalMs,
        heartbeatTimeoutMs: LIMITS.intervalMs,
      },
      {
        ...runInfo,
        batchSize: 1,
        shards: 1,
        trainSamples: 1,
        testSamples: 1,
        parameterCount: 1,
        partSizeBytes: LIMITS.partSizeBytesMin,
      },
      { ...refusal, reason: 'x'.repeat(LIMITS.textChars) },
      { ...lease, leaseId: LIMITS.uint32, creditParts: LIMITS.uint32 },
      { ...gradientRequest, level: 32, index: LIMITS.shards },
    ];
    for (const body of largest) {
      expect(decodeCoordinatorMessage(encodeCoordinatorMessage(fromCoordinator(body))).body).toEqual(body);
    }
    const part = { ...weightsPart, data: new Uint8Array(LIMITS.partSizeBytesMax) };
    const { body } = decodeCoordinatorMessage(encodeCoordinatorMessage(fromCoordinator(part)));
    expect(body.kind === 'weightsPart' && body.data.byteLength).toBe(LIMITS.partSizeBytesMax);
    const bodies: WorkerBody[] = [
      { ...gradientPart, computeMs: LIMITS.intervalMs, waitMs: 0, samples: LIMITS.samples },
      { ...weightsRequest, parts: Array.from({ length: wantedMax }, (_, part) => part) },
    ];
    for (const body of bodies) {
      expect(decodeWorkerMessage(new Uint8Array(encodeWorkerMessage(fromWorker(body)))).body).toEqual(body);
    }
  });
});
