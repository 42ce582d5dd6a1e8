/** Encodes and decodes the records of a run's metrics stream. */
import { lockstep } from '../generated/lockstep.js';
import { decoded, finite, integer, present } from './check.js';
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';
import type { MetricsRecord } from './messages.js';

export function encodeMetricsRecord({ leaderEpoch, body }: MetricsRecord): Uint8Array {
  return lockstep.MetricsRecord.encode({ leaderEpoch, step: body }).finish();
}

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeMetricsRecord(data: Uint8Array): MetricsRecord {
  const wire = decoded('metrics record', data, (raw) => lockstep.MetricsRecord.decode(raw));
  if (wire.body !== 'step') throw new MalformedMessageError('metrics record without a body that this version knows');
  const step = present('step', wire.step);
  return {
    leaderEpoch: wire.leaderEpoch,
    body: {
      kind: 'step',
      step: integer('step.step', step.step ?? 0, 1, LIMITS.steps),
      epoch: integer('step.epoch', step.epoch ?? 0, 1, LIMITS.steps),
      loss: finite('step.loss', step.loss ?? 0),
      samples: integer('step.samples', step.samples ?? 0, 1, LIMITS.batchSize),
      samplesPerSecond: notNegative('step.samples_per_second', step.samplesPerSecond ?? 0),
    },
  };
}

function notNegative(field: string, value: number): number {
  if (finite(field, value) >= 0) return value;
  throw new MalformedMessageError(`${field} is ${value}, expected at least 0`);
}
