/** Messages that no correct peer sends: each is well-formed, since decoders refuse the rest, and each must be refused. */
import { PROTOCOL_VERSION, type WorkerBody, type WorkerId, type WorkerMessage } from '@lockstep/protocol';
import type { NodeEvent } from '@lockstep/cluster';
import { SCHEMA_HASH, workerIdOf } from './members.js';
import type { World } from '@lockstep/cluster/internals';

const STRANGER = workerIdOf('stranger');
/** Values that decoders accept in a field of 32 bits. */
const EDGES = [0, 1, 2, 7, 8, 33, 257, 1023, 1024, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

/** A worker that may be a member: what it says falsely must not count either. */
export interface Sender {
  id: WorkerId;
  incarnation: number;
}

/** An event that must not change what the coordinator remembers, except when it last received from the sender. */
export function garbageFor(
  world: World,
  leaderEpoch: number,
  version: number,
  member: Sender | undefined,
): Extract<NodeEvent, { kind: 'message' | 'malformed' | 'gone' | 'saved' }> {
  const from = world.chance(0.5) ? STRANGER : workerIdOf('w0');
  if (world.chance(0.1)) return { kind: 'malformed', from, reason: 'the message cannot be decoded' };
  if (world.chance(0.05)) return { kind: 'gone', worker: STRANGER, reason: 'was ended' };
  if (world.chance(0.05)) return { kind: 'saved', id: 1_000_000, answer: { kind: 'done' } };
  if (member && world.chance(0.5)) {
    return { kind: 'message', from: member.id, message: fromMember(world, leaderEpoch, version, member) };
  }
  const message: WorkerMessage = { incarnation: 0xffff_ffff, leaderEpoch, body: bodyFor(world) };
  return { kind: 'message', from, message };
}

/** Follows a leader that is no more, or concerns a lease that was never granted or a step that is not open. */
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
      return { kind: 'leave', reason: 'of nobody' };
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
