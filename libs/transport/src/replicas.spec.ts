/** Buckets on NATS clusters have three replicas, so they survive the loss of one server. */
import type { NatsConnection } from 'nats';
import { expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { LeaderKey } from './leader-key.js';
import { ObjectBucket } from './objects.js';
import { StateBucket } from './state.js';
import { TestCluster } from './testing/nats-cluster.js';
import { until } from '@lockstep/native/testing';

async function replicasOf(connection: NatsConnection, stream: string): Promise<number> {
  return (await (await connection.jetstreamManager()).streams.info(stream)).config.num_replicas;
}

it('three replicas on three servers, also for a bucket that exists', { timeout: 60_000 }, async () => {
  const cluster = await TestCluster.start(3);
  const connection = await connectNats({ url: cluster.url, name: 'spec' });
  try {
    const notices: string[] = [];
    const state = await StateBucket.open(connection, 'state', (message) => notices.push(message));
    await (await ObjectBucket.open(connection, 'data')).put('a', Uint8Array.of(1, 2, 3));
    await ObjectBucket.open(connection, 'data');
    expect([await replicasOf(connection, 'KV_state'), await replicasOf(connection, 'OBJ_data')]).toEqual([3, 3]);
    expect(notices).toEqual([]);

    const key = new LeaderKey(state);
    const entry = { epoch: 1, holder: 'me', state: 'leading' as const };
    let revision = 0;
    const write = async () => {
      const answer = await key.write(entry, revision);
      if (answer.kind === 'written') revision = answer.revision;
      return answer.kind === 'written';
    };
    expect(await write()).toBe(true);
    const { cluster: where } = await (await connection.jetstreamManager()).streams.info('KV_state');
    const leader = Number(where?.leader?.slice(1));
    await cluster.servers[leader]!.kill();
    const killedMs = performance.now();
    let written = false;
    let trying = false;
    await until(() => {
      if (!trying && !written) {
        trying = true;
        void write().then((well) => {
          written = well;
          trying = false;
        });
      }
      return written;
    }, 20_000);
    console.info(`the key could be written ${Math.round(performance.now() - killedMs)} ms after its leader was killed`);
    expect(Buffer.from((await (await ObjectBucket.open(connection, 'data')).get('a'))!)).toEqual(
      Buffer.from([1, 2, 3]),
    );
  } finally {
    await connection.close();
    await cluster.end();
  }
});

it('one replica on two servers, with a notice', { timeout: 60_000 }, async () => {
  const cluster = await TestCluster.start(2);
  const connection = await connectNats({ url: cluster.url, name: 'spec' });
  try {
    const notices: string[] = [];
    await StateBucket.open(connection, 'state', (message) => notices.push(message));
    await ObjectBucket.open(connection, 'data');
    expect([await replicasOf(connection, 'KV_state'), await replicasOf(connection, 'OBJ_data')]).toEqual([1, 1]);
    expect(notices).toEqual([expect.stringContaining('fewer than 3 servers')]);
  } finally {
    await connection.close();
    await cluster.end();
  }
});
