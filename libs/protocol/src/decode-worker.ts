/** Decodes the messages of a worker and validates every field. */
import { lockstep } from '../generated/lockstep.js';
import { bytes, decoded, integer, milliseconds, partNumbers, present, sha256, text } from './check.js';
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';
import type { Join, GradientPart, WorkerHeartbeat, WorkerBody, WorkerMessage } from './messages.js';

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeWorkerMessage(data: Uint8Array): WorkerMessage {
  const wire = decoded('worker message', data, (raw) => lockstep.WorkerMessage.decode(raw));
  return { incarnation: wire.incarnation, leaderEpoch: wire.leaderEpoch, body: body(wire) };
}

function body(wire: lockstep.WorkerMessage): WorkerBody {
  switch (wire.body) {
    case 'join':
      return { kind: 'join', ...join(present('join', wire.join)) };
    case 'heartbeat':
      return { kind: 'heartbeat', ...heartbeat(present('heartbeat', wire.heartbeat)) };
    case 'gradientPart':
      return { kind: 'gradientPart', ...gradientPart(present('gradient_part', wire.gradientPart), wire.data) };
    case 'weightsRequest': {
      const wanted = present('weights_request', wire.weightsRequest);
      const parts = partNumbers('weights_request.parts', wanted.parts ?? []);
      return { kind: 'weightsRequest', version: wanted.version ?? 0, parts };
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

function heartbeat(wire: lockstep.WorkerHeartbeat.$Properties): WorkerHeartbeat {
  return {
    version: wire.version ?? 0,
    leaseId: wire.leaseId ?? 0,
    computed: wire.computed ?? false,
    msPerShard: milliseconds('heartbeat.ms_per_shard', wire.msPerShard ?? 0),
  };
}

function gradientPart(wire: lockstep.GradientPart.$Properties, data: Uint8Array): GradientPart {
  return {
    version: wire.version ?? 0,
    leaseId: integer('gradient_part.lease_id', wire.leaseId ?? 0, 1, LIMITS.uint32),
    level: integer('gradient_part.level', wire.level ?? 0, 0, 32),
    index: integer('gradient_part.index', wire.index ?? 0, 0, LIMITS.shards),
    samples: integer('gradient_part.samples', wire.samples ?? 0, 1, LIMITS.samples),
    lossSum: wire.lossSum ?? 0,
    part: integer('gradient_part.part', wire.part ?? 0, 0, LIMITS.parameterCount),
    data: bytes('gradient_part.data', data, LIMITS.partSizeBytesMax),
    computeMs: milliseconds('gradient_part.compute_ms', wire.computeMs ?? 0),
    waitMs: milliseconds('gradient_part.wait_ms', wire.waitMs ?? 0),
  };
}
