/** Decodes the messages of a coordinator and validates every field. */
import { lockstep } from '../generated/lockstep.js';
import {
  bytes,
  decoded,
  finite,
  fileName,
  fraction,
  id,
  integer,
  known,
  partSizeBytes,
  positive,
  present,
  sha256,
  text,
} from './check.js';
import { PHASES, REFUSAL_CODES, WIRE_DTYPES, wordFor } from './enums.js';
import { MalformedMessageError, ProtocolVersionError } from './errors.js';
import { LIMITS, PROTOCOL_VERSION } from './limits.js';
import type {
  CoordinatorBody,
  CoordinatorMessage,
  DataFile,
  Lease,
  GradientRequest,
  ReducedPart,
  RunInfo,
  RunSettings,
  StatePart,
} from './messages.js';

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeCoordinatorMessage(data: Uint8Array): CoordinatorMessage {
  const wire = decoded('coordinator message', data, (raw) => lockstep.CoordinatorMessage.decode(raw));
  const { leaderEpoch, version, toIncarnation } = wire;
  return { leaderEpoch, version, toIncarnation, body: body(wire) };
}

function body(wire: lockstep.CoordinatorMessage): CoordinatorBody {
  switch (wire.body) {
    case 'runInfo':
      return { kind: 'runInfo', ...runInfo(present('run_info', wire.runInfo)) };
    case 'welcome':
      return { kind: 'welcome' };
    case 'refusal': {
      const refusal = present('refusal', wire.refusal);
      const code = known('refusal.code', wordFor(REFUSAL_CODES, refusal.code ?? 0));
      return { kind: 'refusal', code, reason: text('refusal.reason', refusal.reason ?? '') };
    }
    case 'lease':
      return { kind: 'lease', ...lease(present('lease', wire.lease)) };
    case 'weightsPart': {
      const part = present('weights_part', wire.weightsPart);
      return {
        kind: 'weightsPart',
        part: integer('weights_part.part', part.part ?? 0, 0, LIMITS.parameterCount),
        data: bytes('weights_part.data', wire.data, LIMITS.partSizeBytesMax),
      };
    }
    case 'gradientRequest':
      return { kind: 'gradientRequest', ...gradientRequest(present('gradient_request', wire.gradientRequest)) };
    case 'heartbeat':
      return { kind: 'heartbeat' };
    case 'checkpoint': {
      const hint = present('checkpoint', wire.checkpoint);
      return { kind: 'checkpoint', name: id('checkpoint.name', hint.name ?? ''), last: hint.last ?? false };
    }
    case 'ended':
      return { kind: 'ended', reason: text('ended.reason', wire.ended?.reason ?? '') };
    case 'reducedPart':
      return { kind: 'reducedPart', ...reducedPart(present('reduced_part', wire.reducedPart), wire.data) };
    case 'statePart':
      return { kind: 'statePart', ...statePart(present('state_part', wire.statePart), wire.data) };
    default:
      throw new MalformedMessageError('coordinator message without a body that this version knows');
  }
}

function runInfo(wire: lockstep.RunInfo.$Properties): RunInfo {
  const protocolVersion = wire.protocolVersion ?? 0;
  const run = id('run_info.run', wire.run ?? '');
  try {
    return { protocolVersion, run, ...runFields(wire) };
  } catch (cause) {
    if (protocolVersion === PROTOCOL_VERSION) throw cause;
    throw new ProtocolVersionError(run, protocolVersion, { cause });
  }
}

function runFields(wire: lockstep.RunInfo.$Properties): Omit<RunInfo, 'protocolVersion' | 'run'> {
  return {
    schemaHash: sha256('run_info.schema_hash', wire.schemaHash ?? ''),
    task: id('run_info.task', wire.task ?? ''),
    dataset: id('run_info.dataset', wire.dataset ?? ''),
    files: dataFiles(wire.files ?? []),
    seed: wire.seed ?? 0,
    batchSize: integer('run_info.batch_size', wire.batchSize ?? 0, 1, LIMITS.batchSize),
    shards: integer('run_info.shards', wire.shards ?? 0, 1, LIMITS.shards),
    threads: integer('run_info.threads', wire.threads ?? 0, 1, 1024),
    trainSamples: integer('run_info.train_samples', wire.trainSamples ?? 0, 1, LIMITS.samples),
    testSamples: integer('run_info.test_samples', wire.testSamples ?? 0, 1, LIMITS.samples),
    parameterCount: integer('run_info.parameter_count', wire.parameterCount ?? 0, 1, LIMITS.parameterCount),
    partSizeBytes: partSizeBytes('run_info.part_size_bytes', wire.partSizeBytes ?? 0),
    heartbeatIntervalMs: integer('run_info.heartbeat_interval_ms', wire.heartbeatIntervalMs ?? 0, 1, LIMITS.intervalMs),
    heartbeatTimeoutMs: integer('run_info.heartbeat_timeout_ms', wire.heartbeatTimeoutMs ?? 0, 1, LIMITS.intervalMs),
    wireDtype: known('run_info.wire_dtype', wordFor(WIRE_DTYPES, wire.wireDtype ?? 0)),
    settings: settings(present('run_info.settings', wire.settings)),
  };
}

function settings(wire: lockstep.RunSettings.$Properties): RunSettings {
  return {
    epochs: integer('run_info.settings.epochs', wire.epochs ?? 0, 1, LIMITS.steps),
    maxSteps: integer('run_info.settings.max_steps', wire.maxSteps ?? 0, 0, LIMITS.steps),
    learningRate: positive('run_info.settings.learning_rate', wire.learningRate ?? 0),
    checkpointEvery: integer('run_info.settings.checkpoint_every', wire.checkpointEvery ?? 0, 1, LIMITS.steps),
    mixedNumerics: wire.mixedNumerics ?? false,
    audit: fraction('run_info.settings.audit', wire.audit ?? 0),
  };
}

function reducedPart(wire: lockstep.ReducedPart.$Properties, data: Uint8Array): ReducedPart {
  return {
    samples: integer('reduced_part.samples', wire.samples ?? 0, 1, LIMITS.samples),
    lossSum: wire.lossSum ?? 0,
    part: integer('reduced_part.part', wire.part ?? 0, 0, LIMITS.parameterCount),
    data: bytes('reduced_part.data', data, LIMITS.partSizeBytesMax),
  };
}

function statePart(wire: lockstep.StatePart.$Properties, data: Uint8Array): StatePart {
  const fingerprint = wire.fingerprint ?? '';
  return {
    snapshotVersion: integer('state_part.snapshot_version', wire.snapshotVersion ?? 0, 0, LIMITS.steps),
    beta1Power: fraction('state_part.beta1_power', wire.beta1Power ?? 0),
    beta2Power: fraction('state_part.beta2_power', wire.beta2Power ?? 0),
    epochLossSum: finite('state_part.epoch_loss_sum', wire.epochLossSum ?? 0),
    fingerprint: fingerprint === '' ? undefined : sha256('state_part.fingerprint', fingerprint),
    part: integer('state_part.part', wire.part ?? 0, 0, LIMITS.parameterCount),
    data: bytes('state_part.data', data, LIMITS.partSizeBytesMax),
  };
}

function dataFiles(wire: readonly lockstep.DataFile.$Properties[]): DataFile[] {
  integer('run_info.files.length', wire.length, 1, LIMITS.dataFiles);
  const files = wire.map(({ name, sha256: hash, bytes: size }) => ({
    name: fileName('run_info.files.name', name ?? ''),
    sha256: sha256('run_info.files.sha256', hash ?? ''),
    bytes: integer('run_info.files.bytes', size ?? 0, 1, LIMITS.uint32),
  }));
  if (new Set(files.map(({ name }) => name)).size < files.length) {
    throw new MalformedMessageError('run_info.files has two files with the same name');
  }
  return files;
}

function lease(wire: lockstep.Lease.$Properties): Lease {
  return {
    phase: known('lease.phase', wordFor(PHASES, wire.phase ?? 0)),
    leaseId: integer('lease.lease_id', wire.leaseId ?? 0, 1, LIMITS.uint32),
    firstShard: integer('lease.first_shard', wire.firstShard ?? 0, 0, LIMITS.shards),
    shardCount: integer('lease.shard_count', wire.shardCount ?? 0, 1, LIMITS.shards),
    creditParts: wire.creditParts ?? 0,
  };
}

function gradientRequest(wire: lockstep.GradientRequest.$Properties): GradientRequest {
  return {
    leaseId: integer('gradient_request.lease_id', wire.leaseId ?? 0, 1, LIMITS.uint32),
    level: integer('gradient_request.level', wire.level ?? 0, 0, 32),
    index: integer('gradient_request.index', wire.index ?? 0, 0, LIMITS.shards),
    firstPart: integer('gradient_request.first_part', wire.firstPart ?? 0, 0, LIMITS.parameterCount),
    partCount: integer('gradient_request.part_count', wire.partCount ?? 0, 1, LIMITS.parameterCount),
  };
}
