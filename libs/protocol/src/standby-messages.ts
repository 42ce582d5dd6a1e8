/** Encodes and decodes the messages of standbys. */
import { lockstep } from '../generated/lockstep.js';
import { decoded, integer, partNumbers, present } from './check.js';
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';
import type { StandbyBody, StandbyMessage } from './messages.js';

export function encodeStandbyMessage({ incarnation, leaderEpoch, body }: StandbyMessage): Uint8Array {
  return lockstep.StandbyMessage.encode({ incarnation, leaderEpoch, ...wireBody(body) }).finish();
}

function wireBody(body: StandbyBody): lockstep.StandbyMessage.$Properties {
  switch (body.kind) {
    case 'heartbeat':
      return { heartbeat: body };
    case 'stateRequest': {
      const { snapshotVersion, firstPart, partCount } = body;
      const hasSnapshot = snapshotVersion !== undefined;
      return { stateRequest: { snapshotVersion: snapshotVersion ?? 0, hasSnapshot, firstPart, partCount } };
    }
    case 'reducedRequest':
      return { reducedRequest: body };
  }
}

/** @throws MalformedMessageError when the bytes cannot be decoded or a field is out of bounds */
export function decodeStandbyMessage(data: Uint8Array): StandbyMessage {
  const wire = decoded('standby message', data, (raw) => lockstep.StandbyMessage.decode(raw));
  return { incarnation: wire.incarnation, leaderEpoch: wire.leaderEpoch, body: body(wire) };
}

function body(wire: lockstep.StandbyMessage): StandbyBody {
  switch (wire.body) {
    case 'heartbeat': {
      const heartbeat = present('heartbeat', wire.heartbeat);
      return { kind: 'heartbeat', version: heartbeat.version ?? 0, synced: heartbeat.synced ?? false };
    }
    case 'stateRequest': {
      const wanted = present('state_request', wire.stateRequest);
      return {
        kind: 'stateRequest',
        snapshotVersion: wanted.hasSnapshot ? (wanted.snapshotVersion ?? 0) : undefined,
        firstPart: integer('state_request.first_part', wanted.firstPart ?? 0, 0, LIMITS.parameterCount),
        partCount: integer('state_request.part_count', wanted.partCount ?? 0, 1, LIMITS.parameterCount),
      };
    }
    case 'reducedRequest': {
      const wanted = present('reduced_request', wire.reducedRequest);
      const parts = partNumbers('reduced_request.parts', wanted.parts ?? []);
      return { kind: 'reducedRequest', version: wanted.version ?? 0, parts };
    }
    default:
      throw new MalformedMessageError('standby message without a body that this version knows');
  }
}
