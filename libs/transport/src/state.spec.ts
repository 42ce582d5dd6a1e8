import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { LeaderConflictError } from './errors.js';
import { StateBucket } from './state.js';
import { TestServer } from '@lockstep/native/testing';

let server: TestServer;
let connections: NatsConnection[];
let mine: StateBucket;
let theirs: StateBucket;
let name: string;
let count = 0;
beforeAll(async () => {
  server = await TestServer.start('-js');
  connections = [
    await connectNats({ url: server.url, name: 'mine' }),
    await connectNats({ url: server.url, name: 'theirs' }),
  ];
});
beforeEach(async () => {
  name = `state_${count++}`;
  mine = await StateBucket.open(connections[0]!, name);
  theirs = await StateBucket.open(connections[1]!, name);
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await server.end();
});

describe('compare-and-set', () => {
  it('writes on top of the revision that was read', async () => {
    expect(await mine.read('latest')).toBeUndefined();
    const first = await mine.compareAndSet('latest', 'a', 0);
    expect(await theirs.read('latest')).toEqual({ value: 'a', revision: first });
    const second = await theirs.compareAndSet('latest', 'b ü', first);
    expect(second).toBeGreaterThan(first);
    expect(await mine.read('latest')).toEqual({ value: 'b ü', revision: second });
  });

  it('refuses whoever comes second', async () => {
    const first = await mine.compareAndSet('latest', 'a', 0);
    await expect(theirs.compareAndSet('latest', 'b', 0)).rejects.toThrow(LeaderConflictError);
    await theirs.compareAndSet('latest', 'b', first);
    await expect(mine.compareAndSet('latest', 'c', first)).rejects.toThrow(
      'wrote "latest" of this run at the same time',
    );
    await expect(mine.compareAndSet('latest', 'c', 999)).rejects.toThrow(LeaderConflictError);
    expect((await mine.read('latest'))?.value).toBe('b');
  });

  it('one key does not disturb another', async () => {
    const first = await mine.compareAndSet('latest', 'a', 0);
    await mine.compareAndSet('leader', 'c', 0);
    await mine.compareAndSet('latest', 'b', first);
  });

  it('begins anew when a person has deleted the key', async () => {
    await mine.compareAndSet('latest', 'a', 0);
    await (await connections[0]!.jetstream().views.kv(name)).delete('latest');
    expect(await mine.read('latest')).toBeUndefined();
    const revision = await mine.compareAndSet('latest', 'b', 0);
    expect(await theirs.read('latest')).toEqual({ value: 'b', revision });
    await expect(theirs.compareAndSet('latest', 'c', 0)).rejects.toThrow(LeaderConflictError);
  });

  it('of a single key', async () => {
    const pointer = mine.pointer('latest');
    expect(await pointer.read()).toBeUndefined();
    const revision = await pointer.compareAndSet('a', 0);
    expect(await pointer.read()).toEqual({ value: 'a', revision });
    expect(await theirs.read('latest')).toEqual({ value: 'a', revision });
    await expect(theirs.pointer('latest').compareAndSet('b', 0)).rejects.toThrow(LeaderConflictError);
  });
});
