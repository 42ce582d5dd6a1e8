/** Messages that no correct peer sends. Each is well-formed, because decoders refuse others, and no machine may remember any of it. */
import type { NodeEvent } from '@lockstep/cluster';
import type { World } from '@lockstep/cluster/internals';
import {
  PROTOCOL_VERSION,
  type CoordinatorBody,
  type CoordinatorMessage,
  type WorkerBody,
  type WorkerId,
  type WorkerMessage,
} from '@lockstep/protocol';
import { SCHEMA_HASH, workerIdOf } from './members.js';

const STRANGER = workerIdOf('stranger');
/** Values that decoders accept in a field of 32 bits. */
const EDGES = [0, 1, 2, 7, 8, 33, 257, 1023, 1024, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

/** A worker that may be a member, whose wrong messages must not count either. */
export interface Sender {
  id: WorkerId;
  incarnation: number;
}

/** An event that must not change a coordinator's memory, except for the time of the sender's last message. */
export function garbageFor(world: World, leaderEpoch: number, version: number, member: Sender | undefined): NodeEvent {
  const from = world.chance(0.5) ? STRANGER : workerIdOf('w0');
  if (world.chance(0.1)) return { kind: 'malformed', from, reason: 'the message cannot be decoded' };
  if (world.chance(0.05)) return { kind: 'gone', worker: STRANGER, reason: 'was ended' };
  if (world.chance(0.1)) return answerToNothing(world);
  if (member && world.chance(0.5)) {
    return { kind: 'message', from: member.id, message: fromMember(world, leaderEpoch, version, member) };
  }
  const message: WorkerMessage = { incarnation: 0xffff_ffff, leaderEpoch, body: bodyFor(world) };
  return { kind: 'message', from, message };
}

function answerToNothing(world: World): NodeEvent {
  const id = 1_000_000;
  const entry = { epoch: 0xffff_ffff, holder: 'other', state: 'finished', revision: 1_000_000 } as const;
  return world.pick<NodeEvent>([
    { kind: 'saved', id, answer: { kind: 'done' } },
    { kind: 'encoded', id, key: 'key' },
    { kind: 'leaderKey', id, answer: { kind: 'read', entry } },
    { kind: 'loaded', id, state: undefined },
    { kind: 'epochStored', id },
  ]);
}

/** Follows a previous leader, or names a lease that was never granted or a step that is not open. */
function fromMember(world: World, leaderEpoch: number, version: number, { incarnation }: Sender): WorkerMessage {
  const foreignEpoch = world.chance(0.5) ? Math.max(0, leaderEpoch - 1) : leaderEpoch + 1;
  switch (world.integer(0, 3)) {
    case 0:
      return { incarnation, leaderEpoch: foreignEpoch, body: heartbeatOf(world) };
    case 1:
      return { incarnation, leaderEpoch: foreignEpoch, body: partOf(world, {}) };
    case 2: {
      const other = world.chance(0.5) ? version + 1 : Math.max(0, version - 1);
      const body = partOf(world, { leaseId: world.integer(0, 50), version: other === version ? 1_000_000 : other });
      return { incarnation, leaderEpoch, body };
    }
    default:
      return {
        incarnation,
        leaderEpoch,
        body: partOf(world, { leaseId: world.integer(1_000_000, 0xffff_ffff), version }),
      };
  }
}

function bodyFor(world: World): WorkerBody {
  switch (world.integer(0, 4)) {
    case 0: {
      const schemaHash = world.chance(0.5) ? 'c'.repeat(64) : SCHEMA_HASH;
      const foreign = { schemaHash, fingerprint: 'd'.repeat(64), device: 'x', host: 'x', threads: 2 };
      return { kind: 'join', protocolVersion: world.pick([PROTOCOL_VERSION, PROTOCOL_VERSION, 1, 9]), ...foreign };
    }
    case 1:
      return heartbeatOf(world);
    case 2:
      return { kind: 'weightsRequest', version: world.pick(EDGES), parts: [world.pick(EDGES)] };
    case 3:
      return { kind: 'leave', reason: 'unknown' };
    default:
      return partOf(world, {});
  }
}

function heartbeatOf(world: World): WorkerBody {
  const numbers = { version: world.pick(EDGES), leaseId: world.pick(EDGES) };
  return { kind: 'heartbeat', ...numbers, computed: world.chance(0.5), msPerShard: world.pick([0, 1, 1e9]) };
}

function partOf(world: World, numbers: { leaseId?: number; version?: number }): WorkerBody {
  const any = { leaseId: world.pick(EDGES), version: world.pick(EDGES), samples: world.pick(EDGES) };
  const place = { level: world.pick(EDGES), index: world.pick(EDGES), part: world.pick(EDGES) };
  const data = new Uint8Array(world.pick([0, 4, 8, 16, 17])).fill(world.pick([0, 0xff]));
  const lossSum = world.pick([1, NaN, Infinity]);
  return { kind: 'gradientPart', ...any, ...place, ...numbers, data, lossSum, computeMs: 0, waitMs: 0 };
}

/**
 * A message that must not change a worker or a standby that follows this leader epoch, except for the time of the last message. Only
 * workers receive messages for other processes.
 */
export function garbageFromLeader(world: World, leaderEpoch: number, to: 'worker' | 'standby'): CoordinatorMessage {
  const data = new Uint8Array(world.pick([0, 8, 16])).fill(0xff);
  const version = world.pick(EDGES);
  if (to === 'worker' && world.chance(0.3)) {
    return { leaderEpoch: world.pick(EDGES), version, toIncarnation: 0xffff_ffff, body: effectiveBody(world, data) };
  }
  if (leaderEpoch > 0 && world.chance(0.5)) {
    return { leaderEpoch: leaderEpoch - 1, version, toIncarnation: 0, body: effectiveBody(world, data) };
  }
  return { leaderEpoch, version: 0, toIncarnation: 0, body: uselessBody(world, data) };
}

/** A body that has an effect when the current leader sends it to this process. */
function effectiveBody(world: World, data: Uint8Array): CoordinatorBody {
  const part = world.pick([0, 1]);
  return world.pick<CoordinatorBody>([
    { kind: 'welcome' },
    { kind: 'ended', reason: 'garbage' },
    { kind: 'refusal', code: world.pick(['UNKNOWN_WORKER', 'AUDIT', 'SCHEMA'] as const), reason: 'garbage' },
    { kind: 'lease', phase: 'train', leaseId: world.pick(EDGES), firstShard: 0, shardCount: 1, creditParts: 9 },
    { kind: 'weightsPart', part, data },
    { kind: 'reducedPart', samples: 1, lossSum: 1, part, data },
    uselessBody(world, data),
  ]);
}

function uselessBody(world: World, data: Uint8Array): CoordinatorBody {
  const snapshot = { snapshotVersion: 0xffff_ffff, beta1Power: 0.5, beta2Power: 0.5, epochLossSum: NaN };
  return world.pick<CoordinatorBody>([
    { kind: 'heartbeat' },
    { kind: 'checkpoint', name: 'garbage', last: true },
    { kind: 'refusal', code: 'STALE', reason: 'garbage' },
    { kind: 'lease', phase: 'evaluate', leaseId: 0, firstShard: 0, shardCount: 1, creditParts: 9 },
    { kind: 'gradientRequest', leaseId: 0xffff_ffff, level: 0, index: 0, firstPart: 0, partCount: world.pick(EDGES) },
    { kind: 'weightsPart', part: world.pick(EDGES), data: new Uint8Array(17) },
    { kind: 'reducedPart', samples: 1, lossSum: NaN, part: world.pick(EDGES), data },
    { kind: 'statePart', ...snapshot, fingerprint: undefined, part: world.pick(EDGES), data },
  ]);
}
