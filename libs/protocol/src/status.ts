/** The status of a run, which the coordinator sends in reply to a status request. lockstep.proto documents each field. */
import { lockstep } from '../generated/lockstep.js';
import { decoded, id, integer, known, milliseconds, text } from './check.js';
import { PHASES, REFUSAL_CODES, wordFor } from './enums.js';
import { LIMITS } from './limits.js';
import type { Phase, RefusalCode } from './messages.js';

export interface HeldShards {
  firstShard: number;
  shardCount: number;
  heldMs: number;
  late: boolean;
  audit: boolean;
}

export interface WorkerStatus {
  id: string;
  device: string;
  host: string;
  silentMs: number;
  /** 0 if not known yet. */
  msPerShard: number;
  holds: HeldShards[];
}

export interface StandbyStatus {
  id: string;
  version: number;
  synced: boolean;
  silentMs: number;
}

export interface RefusedWorker {
  id: string;
  code: RefusalCode;
  reason: string;
}

export interface Status {
  run: string;
  leaderEpoch: number;
  version: number;
  totalSteps: number;
  stepsPerEpoch: number;
  phase: Phase;
  openMs: number;
  /** 0 if not known yet. */
  medianStepMs: number;
  paused: boolean;
  /** Empty if the step does not take longer than usual. */
  waitingFor: string;
  workers: WorkerStatus[];
  standbys: StandbyStatus[];
  refused: RefusedWorker[];
  audited: number;
  auditsSkipped: number;
}

export function encodeStatus(status: Status): Uint8Array {
  const refused = status.refused.map((worker) => ({ ...worker, code: REFUSAL_CODES[worker.code] }));
  return lockstep.StatusReply.encode({ ...status, phase: PHASES[status.phase], refused }).finish();
}

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeStatus(data: Uint8Array): Status {
  const wire = decoded('status', data, (raw) => lockstep.StatusReply.decode(raw));
  return {
    run: id('status.run', wire.run),
    leaderEpoch: wire.leaderEpoch,
    version: wire.version,
    totalSteps: wire.totalSteps,
    stepsPerEpoch: integer('status.steps_per_epoch', wire.stepsPerEpoch, 1, LIMITS.uint32),
    phase: known('status.phase', wordFor(PHASES, wire.phase)),
    openMs: duration('status.open_ms', wire.openMs),
    medianStepMs: duration('status.median_step_ms', wire.medianStepMs),
    paused: wire.paused,
    waitingFor: text('status.waiting_for', wire.waitingFor),
    workers: list('status.workers', wire.workers).map(worker),
    standbys: list('status.standbys', wire.standbys).map((standby) => ({
      id: text('status.standbys.id', standby.id ?? ''),
      version: standby.version ?? 0,
      synced: standby.synced ?? false,
      silentMs: duration('status.standbys.silent_ms', standby.silentMs ?? 0),
    })),
    refused: list('status.refused', wire.refused).map((refused) => ({
      id: text('status.refused.id', refused.id ?? ''),
      code: known('status.refused.code', wordFor(REFUSAL_CODES, refused.code ?? 0)),
      reason: text('status.refused.reason', refused.reason ?? ''),
    })),
    audited: wire.audited,
    auditsSkipped: wire.auditsSkipped,
  };
}

function worker(wire: lockstep.WorkerStatus.$Properties): WorkerStatus {
  return {
    id: text('status.workers.id', wire.id ?? ''),
    device: text('status.workers.device', wire.device ?? ''),
    host: text('status.workers.host', wire.host ?? ''),
    silentMs: duration('status.workers.silent_ms', wire.silentMs ?? 0),
    msPerShard: milliseconds('status.workers.ms_per_shard', wire.msPerShard ?? 0),
    holds: list('status.workers.holds', wire.holds ?? []).map((held) => ({
      firstShard: integer('status.workers.holds.first_shard', held.firstShard ?? 0, 0, LIMITS.shards),
      shardCount: integer('status.workers.holds.shard_count', held.shardCount ?? 0, 1, LIMITS.shards),
      heldMs: duration('status.workers.holds.held_ms', held.heldMs ?? 0),
      late: held.late ?? false,
      audit: held.audit ?? false,
    })),
  };
}

/** Checks a duration, which has no upper limit because a run may wait for days. */
function duration(field: string, value: number): number {
  return integer(field, Math.round(value), 0, Number.MAX_SAFE_INTEGER);
}

function list<T>(field: string, values: T[]): T[] {
  integer(`${field}.length`, values.length, 0, LIMITS.statusEntries);
  return values;
}
