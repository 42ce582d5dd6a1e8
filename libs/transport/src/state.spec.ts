import { beforeEach, describe, expect, it } from 'vitest';
import { LeaderConflictError } from './errors.js';
import { StateBucket } from './state.js';
import { useServer } from './testing/server.js';

const nats = useServer(2, '-js');
let mine: StateBucket;
let theirs: StateBucket;
let name: string;
let count = 0;
beforeEach(async () => {
  name = `state_${count++}`;
  mine = await StateBucket.open(nats.connections[0]!, name);
  theirs = await StateBucket.open(nats.connections[1]!, name);
});

describe('compare-and-set', () => {
  it('writes at the revision that was read', async () => {
    expect(await mine.read('latest')).toBeUndefined();
    const first = await mine.compareAndSet('latest', 'a', 0);
    expect(await theirs.read('latest')).toEqual({ value: 'a', revision: first });
    const second = await theirs.compareAndSet('latest', 'b ü', first);
    expect(second).toBeGreaterThan(first);
    expect(await mine.read('latest')).toEqual({ value: 'b ü', revision: second });
  });

  it('refuses the second of two writes at the same revision', async () => {
    const first = await mine.compareAndSet('latest', 'a', 0);
    await expect(theirs.compareAndSet('latest', 'b', 0)).rejects.toThrow(LeaderConflictError);
    await theirs.compareAndSet('latest', 'b', first);
    await expect(mine.compareAndSet('latest', 'c', first)).rejects.toThrow(
      'wrote "latest" of this run at the same time',
    );
    await expect(mine.compareAndSet('latest', 'c', 999)).rejects.toThrow(LeaderConflictError);
    expect((await mine.read('latest'))?.value).toBe('b');
  });

  it('has a separate revision for each key', async () => {
    const first = await mine.compareAndSet('latest', 'a', 0);
    await mine.compareAndSet('leader', 'c', 0);
    await mine.compareAndSet('latest', 'b', first);
  });

  it('starts again after the key was deleted', async () => {
    await mine.compareAndSet('latest', 'a', 0);
    await (await nats.connections[0]!.jetstream().views.kv(name)).delete('latest');
    expect(await mine.read('latest')).toBeUndefined();
    const revision = await mine.compareAndSet('latest', 'b', 0);
    expect(await theirs.read('latest')).toEqual({ value: 'b', revision });
    await expect(theirs.compareAndSet('latest', 'c', 0)).rejects.toThrow(LeaderConflictError);
  });

  it('works through a pointer to one key', async () => {
    const pointer = mine.pointer('latest');
    expect(await pointer.read()).toBeUndefined();
    const revision = await pointer.compareAndSet('a', 0);
    expect(await pointer.read()).toEqual({ value: 'a', revision });
    expect(await theirs.read('latest')).toEqual({ value: 'a', revision });
    await expect(theirs.pointer('latest').compareAndSet('b', 0)).rejects.toThrow(LeaderConflictError);
  });
});
