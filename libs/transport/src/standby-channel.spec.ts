import {
  encodeStandbyMessage,
  InvalidIdError,
  RunSubjects,
  type CoordinatorMessage,
  type StandbyMessage,
} from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { LeaderStandbyChannel, StandbyChannel } from './standby-channel.js';
import { TestServer, until } from '@lockstep/native/testing';

const HEARTBEAT: StandbyMessage = {
  incarnation: 5,
  leaderEpoch: 1,
  body: { kind: 'heartbeat', version: 3, synced: true },
};

let server: TestServer;
let connections: NatsConnection[];
beforeAll(async () => {
  server = await TestServer.start();
  connections = await Promise.all([0, 1, 2].map((i) => connectNats({ url: server.url, name: `spec ${i}` })));
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await server.end();
});

it('carries what a leader and its standbys say, with names, and tells of garbage', async () => {
  const leader = new LeaderStandbyChannel(connections[0]!, 'run');
  const received: unknown[] = [];
  const malformed: string[] = [];
  const listening = leader.listen(
    (from, message) => received.push([from, message]),
    (reason) => malformed.push(reason),
  );
  const byStandby: CoordinatorMessage[][] = [[], []];
  const standbys = [1, 2].map((i) => new StandbyChannel(connections[i]!, 'run', `standby-${i}`));
  standbys.forEach((standby, i) =>
    standby.listen(
      (message) => byStandby[i]!.push(message),
      (reason) => malformed.push(reason),
    ),
  );
  await Promise.all(connections.map((connection) => connection.flush()));

  standbys[0]!.send(HEARTBEAT);
  const { toStandbys, fromStandby } = {
    toStandbys: new RunSubjects('run').toStandbys,
    fromStandby: new RunSubjects('run').fromStandby('x'),
  };
  connections[1]!.publish(fromStandby, Uint8Array.of(0xff));
  connections[1]!.publish('lockstep.run.standby.ä', encodeStandbyMessage(HEARTBEAT));
  await until(() => received.length === 1 && malformed.length === 2);
  expect(received).toEqual([['standby-1', HEARTBEAT]]);

  const data = Uint8Array.of(1, 2, 3, 4);
  const reduced = { kind: 'reducedPart' as const, samples: 8, lossSum: 0.5, part: 1, data };
  connections[2]!.publish(toStandbys, Uint8Array.of(0xff));
  leader.send({ leaderEpoch: 1, version: 7, toIncarnation: 0, body: reduced });
  await until(() => byStandby.every(({ length }) => length === 1));
  for (const [message] of byStandby)
    expect(message).toMatchObject({ leaderEpoch: 1, version: 7, body: { kind: 'reducedPart', part: 1 } });

  listening.stop();
  standbys[0]!.send(HEARTBEAT);
  standbys[1]!.send(HEARTBEAT);
  await Promise.all(connections.map((connection) => connection.flush()));
  expect(received).toHaveLength(1);
});

it('takes no name that is more than one token', () => {
  expect(() => new StandbyChannel(connections[0]!, 'run', 'a.b')).toThrow(InvalidIdError);
  expect(() => new StandbyChannel(connections[0]!, 'run', '*')).toThrow(InvalidIdError);
});
