import { beforeEach, describe, expect, it } from 'vitest';

import { encodeCheckpoint } from './checkpoint.js';
import { DamagedCheckpointError, InvalidAnnouncementError, PointerConflictError } from './errors.js';
import { announcementOf, CheckpointStore } from './store.js';
import { MemoryBlobs, MemoryPointer } from './testing/memory-store.js';
import { publish } from './testing/saving.js';
import { bitsOf, flipped, sampleCheckpoint } from './testing/sample.js';

let blobs: MemoryBlobs;
let pointer: MemoryPointer;
let store: CheckpointStore;
beforeEach(() => {
  blobs = new MemoryBlobs();
  pointer = new MemoryPointer();
  store = new CheckpointStore(blobs, pointer);
});

async function damageWeights(change: (bytes: Uint8Array) => Uint8Array | undefined): Promise<void> {
  for (const [name, bytes] of blobs.content) {
    if (!name.endsWith('/weights.safetensors')) continue;
    const changed = change(bytes);
    if (changed) blobs.content.set(name, changed);
    else blobs.content.delete(name);
  }
}

describe('publishing', () => {
  it('brings back every bit', async () => {
    const checkpoint = sampleCheckpoint(5);
    expect(await store.latest()).toBeUndefined();
    expect(await store.latestWeights()).toBeUndefined();
    expect(await store.announced()).toBeUndefined();
    const announcement = await publish(store, checkpoint);
    expect(await store.latest()).toStrictEqual(checkpoint);
    const published = await store.latestWeights();
    expect(published?.announcement).toEqual(announcement);
    expect(published?.manifest.epoch_losses).toEqual(checkpoint.epoch_losses);
    expect(bitsOf(published?.weights ?? {})).toEqual(bitsOf(checkpoint.weights));
    expect(await store.announced()).toEqual(announcement);
  });

  it('moves the pointer only when all files are uploaded', async () => {
    await publish(store, sampleCheckpoint(4));
    const before = pointer.current;
    blobs.put = () => Promise.reject(new Error('no space in the bucket'));
    await expect(publish(store, sampleCheckpoint(5))).rejects.toThrow('no space in the bucket');
    expect(pointer.current).toBe(before);
    expect((await store.latest())?.step).toBe(4);
  });

  it('a new leader that goes on from the same step uploads its own: the last one may be removing the other', async () => {
    await publish(store, sampleCheckpoint(5), 1);
    const announcement = await publish(store, sampleCheckpoint(5), 2);
    expect(await store.announced()).toEqual(announcement);
    expect(announcement.leader_epoch).toBe(2);
    expect(blobs.content.size).toBe(6);
  });

  it('another checkpoint of the same step does not touch the files that the pointer names', async () => {
    await publish(store, sampleCheckpoint(5), 1);
    const compareAndSet = pointer.compareAndSet.bind(pointer);
    pointer.compareAndSet = (_value, revision) => Promise.reject(new PointerConflictError(revision));
    await expect(publish(store, sampleCheckpoint(5, 1), 2)).rejects.toThrow(PointerConflictError);
    expect(await store.latest()).toStrictEqual(sampleCheckpoint(5));
    pointer.compareAndSet = compareAndSet;
    await publish(store, sampleCheckpoint(5, 1), 2);
    expect(await store.latest()).toStrictEqual(sampleCheckpoint(5, 1));
  });

  it('fails with a typed error when another coordinator publishes meanwhile', async () => {
    const put = blobs.put.bind(blobs);
    blobs.put = async (name, bytes) => {
      blobs.put = put;
      await publish(store, sampleCheckpoint(6), 2);
      await put(name, bytes);
    };
    await expect(publish(store, sampleCheckpoint(5), 1)).rejects.toThrow(PointerConflictError);
    expect((await store.latest())?.step).toBe(6);
  });

  it('refuses to announce what is no checkpoint, or has another name', () => {
    const files = encodeCheckpoint(sampleCheckpoint(5));
    expect(() => announcementOf('step-00000004', files, 1)).toThrow(InvalidAnnouncementError);
    expect(() => announcementOf('step-00000005', files, NaN)).toThrow(/"leader_epoch"/);
    files.delete('weights.safetensors');
    expect(() => announcementOf('step-00000005', files, 1)).toThrow(DamagedCheckpointError);
  });
});

describe('reading', () => {
  it('refuses files that are not what was announced', async () => {
    await publish(store, sampleCheckpoint(5));
    await damageWeights((bytes) => flipped(bytes, bytes.length - 1));
    await expect(store.latest()).rejects.toThrow(/weights.safetensors is not what was announced: its SHA-256/);
    await expect(store.latestWeights()).rejects.toThrow(DamagedCheckpointError);
    await damageWeights((bytes) => bytes.subarray(1));
    await expect(store.latest()).rejects.toThrow(/is not what was announced: it has \d+ bytes instead of/);
    await damageWeights(() => undefined);
    await expect(store.latest()).rejects.toThrow(/weights.safetensors is missing/);
  });

  it('follows the pointer when the files vanish because it has moved on', async () => {
    await publish(store, sampleCheckpoint(4));
    const get = blobs.get.bind(blobs);
    blobs.get = async (name) => {
      blobs.get = get;
      await publish(store, sampleCheckpoint(5));
      await store.prune(1, 1);
      return get(name);
    };
    expect((await store.latest())?.step).toBe(5);
  });

  it.each([
    ['', /not valid JSON/],
    ['[]', /JSON object was expected/],
    ['{}', /"name" should be a non-empty string, but is missing/],
    [`{"name":"step-00000005","step":4,"leader_epoch":1,"files":{}}`, /not the name of "step" 4/],
    [`{"name":"step-00000004","step":4,"leader_epoch":1,"files":{}}`, /"files" should be the files/],
    ['x'.repeat(100_000), /longer than 65536 characters/],
  ])('refuses the pointer %j', async (value, message) => {
    pointer.current = { value, revision: 1 };
    const actions = [
      () => store.latest(),
      () => store.latestWeights(),
      () => store.announced(),
      () => publish(store, sampleCheckpoint(5)),
    ];
    for (const action of actions) {
      await expect(action()).rejects.toThrow(InvalidAnnouncementError);
      await expect(action()).rejects.toThrow(message);
    }
    expect(blobs.changes).toEqual([]);
  });
});

describe('pruning', () => {
  it('keeps the latest ones and what is no checkpoint', async () => {
    for (const step of [1, 2, 3, 4]) await publish(store, sampleCheckpoint(step));
    await blobs.put('dataset', Uint8Array.of(1));
    await blobs.put('step-00000001/other', Uint8Array.of(1));
    const removed = await store.prune(2, 1);
    expect(removed.map((key) => key.slice(0, 13))).toEqual(['step-00000001', 'step-00000002']);
    expect(blobs.content.size).toBe(2 * 3 + 2);
    expect((await store.latest())?.step).toBe(4);
  });

  it('never removes what the pointer names, even when newer steps are there', async () => {
    for (const step of [3, 4, 5]) await publish(store, sampleCheckpoint(step), 1);
    await publish(store, sampleCheckpoint(1), 2);
    const removed = await store.prune(1, 2);
    expect(removed.map((key) => key.slice(0, 13))).toEqual(['step-00000003', 'step-00000004']);
    expect(await store.latest()).toStrictEqual(sampleCheckpoint(1));
  });

  it('looks at the pointer again before each removal', async () => {
    for (const step of [1, 2, 3]) await publish(store, sampleCheckpoint(step), 1);
    const remove = blobs.remove.bind(blobs);
    blobs.remove = async (name) => {
      blobs.remove = remove;
      await publish(store, sampleCheckpoint(2), 2);
      await remove(name);
    };
    expect(await store.prune(1, 1)).toHaveLength(2);
    expect((await store.latest())?.step).toBe(2);
  });

  it('of a leader that is no more leaves alone what its successor is about to announce', async () => {
    for (const step of [1, 2, 3]) await publish(store, sampleCheckpoint(step), 1);
    const compareAndSet = pointer.compareAndSet.bind(pointer);
    pointer.compareAndSet = async (value, revision) => {
      // The successor has uploaded the same step again when the last leader, which knows of nothing, tidies up.
      await store.prune(1, 1);
      return compareAndSet(value, revision);
    };
    await publish(store, sampleCheckpoint(2), 2);
    expect(await store.latest()).toStrictEqual(sampleCheckpoint(2));
  });

  it('refuses to keep nothing', async () => {
    await expect(store.prune(0, 1)).rejects.toThrow(RangeError);
  });
});
