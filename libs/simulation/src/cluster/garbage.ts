/** Messages that no correct peer sends: each is well-formed, since decoders refuse the rest, and each must be refused. */
import { PROTOCOL_VERSION, type WorkerBody, type WorkerId, type WorkerMessage } from '@lockstep/protocol';
import type { NodeEvent } from '@lockstep/cluster';
import { SCHEMA_HASH, workerIdOf } from './members.js';
import type { World } from '@lockstep/cluster/internals';

const STRANGER = workerIdOf('stranger');

/** A worker that may be a member: what it says falsely must not count either. */
export interface Sender {
  id: WorkerId;
  incarnation: number;
}

/** An event that must not change what the coordinator remembers, but that the sender lives. */
export function garbageFor(
  world: World,
  leaderEpoch: number,
  version: number,
  member: Sender | undefined,
): Extract<NodeEvent, { kind: 'message' | 'malformed' }> {
  const from = world.chance(0.5) ? STRANGER : workerIdOf('w0');
  if (world.chance(0.2)) return { kind: 'malformed', from, reason: 'the message cannot be decoded' };
  if (member && world.chance(0.3)) {
    // Of a lease that was never given, or of a leader that is no more.
    const epoch = world.chance(0.5) ? leaderEpoch : Math.max(0, leaderEpoch - 1);
    const message = { incarnation: member.incarnation, leaderEpoch: epoch, body: partOfNobody(world, version) };
    return { kind: 'message', from: member.id, message };
  }
  const message: WorkerMessage = { incarnation: 0xffff_ffff, leaderEpoch, body: bodyFor(world) };
  return { kind: 'message', from, message };
}

function bodyFor(world: World): WorkerBody {
  const any = () => world.integer(0, 0xffff_ffff);
  switch (world.integer(0, 3)) {
    case 0: {
      const schemaHash = world.chance(0.5) ? 'c'.repeat(64) : SCHEMA_HASH;
      const foreign = { schemaHash, fingerprint: 'd'.repeat(64), device: 'x', host: 'x', threads: 2 };
      return { kind: 'join', protocolVersion: world.pick([PROTOCOL_VERSION, PROTOCOL_VERSION, 1, 9]), ...foreign };
    }
    case 1:
      return { kind: 'heartbeat', version: any(), leaseId: any(), computed: true, msPerShard: 1 };
    case 2:
      return { kind: 'weightsRequest', version: any(), parts: [0] };
    default:
      return partOfNobody(world, any());
  }
}

function partOfNobody(world: World, version: number): WorkerBody {
  const part = { leaseId: world.integer(1_000_000, 0xffff_ffff), version, level: 0, index: 0, part: 0 };
  return { kind: 'gradientPart', ...part, data: new Uint8Array(8), samples: 1, lossSum: 1, computeMs: 0, waitMs: 0 };
}
