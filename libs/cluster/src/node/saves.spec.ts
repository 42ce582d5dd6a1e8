import { describe, expect, it } from 'vitest';
import { stateOf } from '../testing/node.js';
import type { NodeEffect } from './events.js';
import { Saves } from './saves.js';

class TestSaves {
  readonly effects: NodeEffect[] = [];
  readonly settled: (string | undefined)[] = [];
  epoch: number | undefined = 1;
  readonly saves = new Saves({
    emit: (effect) => this.effects.push(effect),
    currentEpoch: () => this.epoch,
    onSettled: (_, error) => this.settled.push(error),
    observe: undefined,
  });

  get id(): number {
    const last = this.effects.findLast(({ kind }) => kind === 'encode' || kind === 'execute');
    return (last as { id: number }).id;
  }

  get operations(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'execute' ? [effect.operation] : []));
  }

  get messages(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'notice' ? [effect.message] : []));
  }

  /** Answers all operations up to getLatest. */
  toDisk(nowMs: number): void {
    this.saves.encoded(this.id, 'key', nowMs);
    for (let i = 0; i < 4; i++) this.saves.answer(this.id, { kind: 'done' }, nowMs);
    expect(this.operations.at(-1)).toBe('getLatest');
  }
}

describe('the saves of a process', () => {
  it('do not overlap, even those of two leaderships', () => {
    const test = new TestSaves();
    test.saves.add(stateOf(1), 'periodic', 1);
    test.saves.add(stateOf(2), 'adopted', 3);
    expect(test.effects.map(({ kind }) => kind)).toEqual(['encode']);
    test.saves.answer(test.id, { kind: 'failed', error: 'no room.' }, 0);
    expect(test.settled).toEqual(['no room.']);
    expect(test.effects.at(-1)).toMatchObject({ kind: 'encode', leaderEpoch: 3 });
    expect(test.saves.busy).toBe(true);
  });

  it('ignore a second answer to the same request', () => {
    const test = new TestSaves();
    test.saves.add(stateOf(1), 'periodic', 1);
    const { id } = test;
    test.saves.encoded(id, 'key', 0);
    test.saves.encoded(id, 'another', 0);
    expect(test.operations).toEqual(['write']);
    test.saves.answer(id, { kind: 'done' }, 0);
    expect(test.operations).toEqual(['write']);
  });

  it.each([
    ['stop', 2000],
    ['adopted', 15_000],
  ] as const)('with the reason %s are published within %i ms or left unpublished', (reason, withinMs) => {
    const test = new TestSaves();
    test.saves.add(stateOf(1), reason, 1);
    test.toDisk(1000);
    const { id } = test;
    test.saves.tick(1000 + withinMs - 1);
    expect(test.settled).toEqual([]);
    test.saves.tick(1000 + withinMs);
    expect(test.settled).toEqual([undefined]);
    expect(test.messages[0]).toBe(
      `the checkpoint of step 1 is on disk, but could not be published: the server did not answer within ${withinMs} ms`,
    );
    test.saves.answer(id, { kind: 'pointer', pointer: undefined }, 20_000);
    expect(test.operations.at(-1)).toBe('getLatest');
  });

  it('have no time limit otherwise, until the process is about to end', () => {
    const test = new TestSaves();
    test.saves.add(stateOf(1), 'periodic', 1);
    test.toDisk(1000);
    test.saves.tick(1e9);
    expect(test.settled).toEqual([]);
    test.saves.hurry(1e9);
    test.saves.tick(1e9 + 1999);
    expect(test.settled).toEqual([]);
    test.saves.tick(1e9 + 2000);
    expect(test.settled).toEqual([undefined]);
  });

  it('are announced with a hint only by the leader of their epoch', () => {
    for (const [epoch, hint] of [
      [1, true],
      [2, false],
      [undefined, false],
    ] as const) {
      const test = new TestSaves();
      test.saves.add(stateOf(1), 'last', 1);
      test.epoch = epoch;
      test.toDisk(0);
      test.saves.answer(test.id, { kind: 'pointer', pointer: undefined }, 0);
      for (let i = 0; i < 2; i++) test.saves.answer(test.id, { kind: 'done' }, 0);
      expect(test.effects).toContainEqual({ kind: 'announce', hint, last: true });
    }
  });
});
