import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { LeaderConflictError } from './errors.js';
import { StateBucket } from './state.js';
import { TestServer } from './testing/nats-server.js';

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
    await mine.takeLead();
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

describe('the lead', () => {
  it('grows each time it is taken', async () => {
    expect([await mine.takeLead(), await theirs.takeLead(), await mine.takeLead()]).toEqual([1, 2, 3]);
  });

  it('goes to one of those who take it at the same time', async () => {
    let conflicts = 0;
    const epochs: number[] = [];
    for (let round = 0; round < 20; round++) {
      const settled = await Promise.allSettled([mine.takeLead(), theirs.takeLead()]);
      const taken = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const errors = settled.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
      expect(taken.length).toBeGreaterThan(0);
      for (const error of errors) expect(error).toBeInstanceOf(LeaderConflictError);
      conflicts += errors.length;
      epochs.push(...taken.sort((a, b) => a - b));
    }
    expect(epochs).toEqual(epochs.map((_, i) => i + 1));
    expect(conflicts).toBeGreaterThan(0);
  });

  it('is not taken from a key that holds something else', async () => {
    for (const value of ['soon', '12abc', '-3', '0.5', String(Number.MAX_SAFE_INTEGER)]) {
      const revision = (await mine.read('leader'))?.revision ?? 0;
      await mine.compareAndSet('leader', value, revision);
      await expect(mine.takeLead()).rejects.toThrow(value);
      expect((await mine.read('leader'))?.value).toBe(value);
    }
  });
});
