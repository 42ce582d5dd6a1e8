/** What standbys say, to bytes and back. */
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
    case 'beat':
      return { beat: body };
    case 'stateWanted': {
      const { snapshotVersion, firstPart, partCount } = body;
      const begun = snapshotVersion !== undefined;
      return { stateWanted: { snapshotVersion: snapshotVersion ?? 0, begun, firstPart, partCount } };
    }
    case 'reducedWanted':
      return { reducedWanted: body };
  }
}

/** @throws MalformedMessageError when the bytes are no such message or a field is out of bounds. */
export function decodeStandbyMessage(data: Uint8Array): StandbyMessage {
  const wire = decoded('standby message', data, (raw) => lockstep.StandbyMessage.decode(raw));
  return { incarnation: wire.incarnation, leaderEpoch: wire.leaderEpoch, body: body(wire) };
}

function body(wire: lockstep.StandbyMessage): StandbyBody {
  switch (wire.body) {
    case 'beat': {
      const beat = present('beat', wire.beat);
      return { kind: 'beat', version: beat.version ?? 0, synced: beat.synced ?? false };
    }
    case 'stateWanted': {
      const wanted = present('state_wanted', wire.stateWanted);
      return {
        kind: 'stateWanted',
        snapshotVersion: wanted.begun ? (wanted.snapshotVersion ?? 0) : undefined,
        firstPart: integer('state_wanted.first_part', wanted.firstPart ?? 0, 0, LIMITS.parameterCount),
        partCount: integer('state_wanted.part_count', wanted.partCount ?? 0, 1, LIMITS.parameterCount),
      };
    }
    case 'reducedWanted': {
      const wanted = present('reduced_wanted', wire.reducedWanted);
      const parts = partNumbers('reduced_wanted.parts', wanted.parts ?? []);
      return { kind: 'reducedWanted', version: wanted.version ?? 0, parts };
    }
    default:
      throw new MalformedMessageError('standby message without a body that this version knows');
  }
}
