import { describe, expect, it } from 'vitest';
import { Saving, type Pointer, type SavingEffect, type SavingEvent, type SavingConfig } from './saving.js';

const CONFIG: SavingConfig = { leaderEpoch: 3, step: 8, key: 'step-8.abc', hurried: false };
const POINTER: Pointer = { leaderEpoch: 3, step: 6, key: 'step-6.abc', revision: 41 };
const DONE: SavingEvent = { kind: 'done' };
const AWAY: SavingEvent = { kind: 'failed', error: 'nobody answers' };

/** The machine's effects after these events, in short form. */
function after(events: SavingEvent[], changes: Partial<SavingConfig> = {}): string[] {
  const saving = new Saving({ ...CONFIG, ...changes });
  let effects: SavingEffect[] = [];
  for (const event of [{ kind: 'begin' as const }, ...events]) effects = saving.handle(event);
  return effects.map((effect) => {
    if (effect.kind === 'execute') {
      return effect.operation === 'setLatest' ? `setLatest at ${effect.revision}` : effect.operation;
    }
    if (effect.kind === 'settled') return effect.error === undefined ? 'settled' : `settled: ${effect.error}`;
    return effect.kind === 'notice' ? effect.message : effect.kind;
  });
}

const ON_DISK = [DONE, DONE, DONE, DONE];

function pointer(changes: Partial<Pointer> = {}): SavingEvent {
  return { kind: 'pointer', pointer: { ...POINTER, ...changes } };
}

describe('a save', () => {
  it('writes to disk, publishes, announces, and then prunes', () => {
    const events = [...ON_DISK, pointer(), DONE, DONE, DONE];
    const wanted = events.map((_, i) => after(events.slice(0, i + 1)).join(', '));
    expect([...after([]), ...wanted]).toEqual([
      ...['write', 'sync', 'rename', 'syncParent', 'getLatest', 'upload'],
      ...['setLatest at 41', 'announce, prune', 'settled'],
    ]);
  });

  it('creates the pointer when there is none', () => {
    expect(after([...ON_DISK, { kind: 'pointer', pointer: undefined }, DONE])).toEqual(['setLatest at 0']);
  });

  it('prunes nothing when the process is about to end', () => {
    expect(after([...ON_DISK, pointer(), DONE, DONE], { hurried: true })).toEqual(['announce', 'settled']);
  });
});

describe('a failure', () => {
  it.each([0, 1, 2, 3])('of disk operation %i fails the save', (done) => {
    expect(after([...ON_DISK.slice(0, done), AWAY])).toEqual(['settled: nobody answers']);
  });

  it('of the object store leaves the checkpoint unpublished', () => {
    const said = 'the checkpoint of step 8 is on disk, but could not be published: nobody answers';
    expect(after([...ON_DISK, AWAY])).toEqual([said, 'settled']);
    expect(after([...ON_DISK, pointer(), AWAY])).toEqual([said, 'settled']);
  });

  it('of pruning does not fail the save', () => {
    const said = 'old checkpoints could not be removed: nobody answers';
    expect(after([...ON_DISK, pointer(), DONE, DONE, AWAY])).toEqual([said, 'settled']);
  });

  it('of the compare-and-set leads to another read, because the write may have succeeded', () => {
    const unknown = [...ON_DISK, pointer(), DONE, AWAY];
    expect(after(unknown)).toEqual(['getLatest']);
    expect(after([...unknown, pointer({ step: 8, key: CONFIG.key, revision: 42 })])).toEqual(['announce', 'prune']);
    // The pointer of another leader, or none: tries again without another upload.
    expect(after([...unknown, pointer({ leaderEpoch: 2, revision: 43 })])).toEqual(['setLatest at 43']);
  });

  it('that persists ends the publication', () => {
    const again = [AWAY, pointer()];
    const events = [...ON_DISK, pointer(), DONE, ...again, ...again, ...again];
    expect(after(events)).toEqual([expect.stringContaining('could not be set'), 'settled']);
  });
});

describe('a published checkpoint', () => {
  it('of a newer leader stays', () => {
    expect(after([...ON_DISK, pointer({ leaderEpoch: 4, step: 2 })])).toEqual([
      expect.stringContaining('leader epoch 4 has taken the lead'),
      'settled',
    ]);
  });

  it('of this leader is never replaced by an older step', () => {
    expect(after([...ON_DISK, pointer({ step: 9 })])).toEqual([expect.stringContaining('step 9'), 'settled']);
  });

  it('of an older leader is replaced, even by an older step', () => {
    expect(after([...ON_DISK, pointer({ leaderEpoch: 2, step: 20 })])).toEqual(['upload']);
  });

  it('of an older leader with the same bytes is uploaded again, because that leader may remove it', () => {
    expect(after([...ON_DISK, pointer({ leaderEpoch: 2, step: 8, key: CONFIG.key })])).toEqual(['upload']);
  });
});
