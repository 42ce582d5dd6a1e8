import {
  encodeStandbyMessage,
  InvalidIdError,
  RunSubjects,
  type CoordinatorMessage,
  type StandbyMessage,
} from '@lockstep/protocol';
import { expect, it } from 'vitest';
import { LeaderStandbyChannel, StandbyChannel } from './standby-channel.js';
import { until } from '@lockstep/native/testing';
import { useServer } from './testing/server.js';

const HEARTBEAT: StandbyMessage = {
  incarnation: 5,
  leaderEpoch: 1,
  body: { kind: 'heartbeat', version: 3, synced: true },
};

const nats = useServer(3);

it('carries messages between a leader and its standbys and reports malformed messages', async () => {
  const leader = new LeaderStandbyChannel(nats.connections[0]!, 'run');
  const received: unknown[] = [];
  const malformed: string[] = [];
  const listening = leader.listen(
    (from, message) => received.push([from, message]),
    (reason) => malformed.push(reason),
  );
  const byStandby: CoordinatorMessage[][] = [[], []];
  const standbys = [1, 2].map((i) => new StandbyChannel(nats.connections[i]!, 'run', `standby-${i}`));
  standbys.forEach((standby, i) =>
    standby.listen(
      (message) => byStandby[i]!.push(message),
      (reason) => malformed.push(reason),
    ),
  );
  await Promise.all(nats.connections.map((connection) => connection.flush()));

  standbys[0]!.send(HEARTBEAT);
  const subjects = new RunSubjects('run');
  nats.connections[1]!.publish(subjects.fromStandby('x'), Uint8Array.of(0xff));
  nats.connections[1]!.publish('lockstep.run.standby.ä', encodeStandbyMessage(HEARTBEAT));
  await until(() => received.length === 1 && malformed.length === 2);
  expect(received).toEqual([['standby-1', HEARTBEAT]]);

  const data = Uint8Array.of(1, 2, 3, 4);
  const reduced = { kind: 'reducedPart' as const, samples: 8, lossSum: 0.5, part: 1, data };
  nats.connections[2]!.publish(subjects.toStandbys, Uint8Array.of(0xff));
  leader.send({ leaderEpoch: 1, version: 7, toIncarnation: 0, body: reduced });
  await until(() => byStandby.every(({ length }) => length === 1));
  for (const [message] of byStandby)
    expect(message).toMatchObject({ leaderEpoch: 1, version: 7, body: { kind: 'reducedPart', part: 1 } });

  listening.stop();
  standbys[0]!.send(HEARTBEAT);
  standbys[1]!.send(HEARTBEAT);
  await Promise.all(nats.connections.map((connection) => connection.flush()));
  expect(received).toHaveLength(1);
});

it('refuses a name that is not one token', () => {
  expect(() => new StandbyChannel(nats.connections[0]!, 'run', 'a.b')).toThrow(InvalidIdError);
  expect(() => new StandbyChannel(nats.connections[0]!, 'run', '*')).toThrow(InvalidIdError);
});
