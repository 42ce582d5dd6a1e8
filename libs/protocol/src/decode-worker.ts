/** From bytes to the messages of a worker, checked field by field. */
import { lockstep } from '../generated/lockstep.js';
import { bytes, decoded, integer, milliseconds, partNumbers, present, sha256, text } from './check.js';
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Join, PartialPart, WorkerBeat, WorkerBody, WorkerMessage } from './messages.js';

/** @throws MalformedMessageError when the bytes are no such message or a field is out of bounds. */
export function decodeWorkerMessage(data: Uint8Array): WorkerMessage {
  const wire = decoded('worker message', data, (raw) => lockstep.WorkerMessage.decode(raw));
  return { incarnation: wire.incarnation, leaderEpoch: wire.leaderEpoch, body: body(wire) };
}

function body(wire: lockstep.WorkerMessage): WorkerBody {
  switch (wire.body) {
    case 'join':
      return { kind: 'join', ...join(present('join', wire.join)) };
    case 'beat':
      return { kind: 'beat', ...beat(present('beat', wire.beat)) };
    case 'partialPart':
      return { kind: 'partialPart', ...partialPart(present('partial_part', wire.partialPart), wire.data) };
    case 'weightsWanted': {
      const wanted = present('weights_wanted', wire.weightsWanted);
      const parts = partNumbers('weights_wanted.parts', wanted.parts ?? []);
      return { kind: 'weightsWanted', version: wanted.version ?? 0, parts };
    }
    case 'leave':
      return { kind: 'leave', reason: text('leave.reason', wire.leave?.reason ?? '') };
    default:
      throw new MalformedMessageError('worker message without a body that this version knows');
  }
}

function join(wire: lockstep.Join.$Properties): Join {
  return {
    protocolVersion: wire.protocolVersion ?? 0,
    schemaHash: sha256('join.schema_hash', wire.schemaHash ?? ''),
    fingerprint: sha256('join.fingerprint', wire.fingerprint ?? ''),
    device: text('join.device', wire.device ?? ''),
    host: text('join.host', wire.host ?? ''),
    threads: integer('join.threads', wire.threads ?? 0, 1, 1024),
  };
}

function beat(wire: lockstep.WorkerBeat.$Properties): WorkerBeat {
  return {
    version: wire.version ?? 0,
    attempt: wire.attempt ?? 0,
    computed: wire.computed ?? false,
    msPerShard: milliseconds('beat.ms_per_shard', wire.msPerShard ?? 0),
  };
}

function partialPart(wire: lockstep.PartialPart.$Properties, data: Uint8Array): PartialPart {
  return {
    version: wire.version ?? 0,
    attempt: integer('partial_part.attempt', wire.attempt ?? 0, 1, LIMITS.uint32),
    level: integer('partial_part.level', wire.level ?? 0, 0, 32),
    index: integer('partial_part.index', wire.index ?? 0, 0, LIMITS.shards),
    samples: integer('partial_part.samples', wire.samples ?? 0, 1, LIMITS.samples),
    lossSum: wire.lossSum ?? 0,
    part: integer('partial_part.part', wire.part ?? 0, 0, LIMITS.parameterCount),
    data: bytes('partial_part.data', data, LIMITS.partSizeBytesMax),
    computeMs: milliseconds('partial_part.compute_ms', wire.computeMs ?? 0),
    waitMs: milliseconds('partial_part.wait_ms', wire.waitMs ?? 0),
  };
}
