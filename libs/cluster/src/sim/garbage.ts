/** Messages that no correct peer sends: each is well-formed, since decoders refuse the rest, and each must be refused. */
import { PROTOCOL_VERSION, type WorkerBody, type WorkerMessage } from '@lockstep/protocol';
import type { CoordinatorEvent } from '../coordinator/events.js';
import { workerIdOf } from './worker-process.js';
import type { World } from './world.js';

const STRANGER = workerIdOf('stranger');

/** An event that must not change what the coordinator remembers. */
export function garbageFor(world: World, leaderEpoch: number): CoordinatorEvent {
  if (world.chance(0.2)) return { kind: 'malformed', from: STRANGER, sentence: 'the message cannot be decoded' };
  const message: WorkerMessage = { incarnation: 0xffff_ffff, leaderEpoch, body: bodyFor(world) };
  return { kind: 'message', from: world.chance(0.5) ? STRANGER : workerIdOf('w0'), message };
}

function bodyFor(world: World): WorkerBody {
  const any = () => world.integer(0, 0xffff_ffff);
  switch (world.integer(0, 3)) {
    case 0: {
      const foreign = { schemaHash: 'c'.repeat(64), fingerprint: 'd'.repeat(64), device: 'x', host: 'x', threads: 1 };
      return { kind: 'join', protocolVersion: world.pick([PROTOCOL_VERSION, 1, 9]), ...foreign };
    }
    case 1:
      return { kind: 'beat', version: any(), attempt: any(), computed: true, msPerShard: 1 };
    case 2:
      return { kind: 'weightsWanted', version: any(), parts: [0] };
    default: {
      const part = { attempt: any(), version: any(), level: 0, index: 0, part: 0, data: new Uint8Array(8) };
      return { kind: 'partialPart', ...part, samples: 1, lossSum: NaN, computeMs: 0, waitMs: 0 };
    }
  }
}
