import { beforeEach, describe, expect, it } from 'vitest';

import { encodeCheckpoint } from './checkpoint.js';
import { DamagedCheckpointError, InvalidAnnouncementError } from './errors.js';
import { announcementOf, CheckpointStore } from './store.js';
import { MemoryBlobs, MemoryPointer, PointerConflictError } from './testing/memory-store.js';
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
  it('stores the checkpoint with the same bits', async () => {
    const checkpoint = sampleCheckpoint(5);
    expect(await store.readLatest()).toBeUndefined();
    expect(await store.readLatestWeights()).toBeUndefined();
    expect((await store.getLatest())?.announcement).toBeUndefined();
    const announcement = await publish(store, checkpoint);
    expect(await store.readLatest()).toStrictEqual(checkpoint);
    const published = await store.readLatestWeights();
    expect(published?.announcement).toEqual(announcement);
    expect(published?.manifest.epoch_losses).toEqual(checkpoint.epoch_losses);
    expect(bitsOf(published?.weights ?? {})).toEqual(bitsOf(checkpoint.weights));
    expect((await store.getLatest())?.announcement).toEqual(announcement);
  });

  it('sets the pointer only after all files are uploaded', async () => {
    await publish(store, sampleCheckpoint(4));
    const before = pointer.current;
    blobs.put = () => Promise.reject(new Error('no space in the bucket'));
    await expect(publish(store, sampleCheckpoint(5))).rejects.toThrow('no space in the bucket');
    expect(pointer.current).toBe(before);
    expect((await store.readLatest())?.step).toBe(4);
  });

  it('uploads separate files for a new leader at the same step, because the old leader may remove its own', async () => {
    await publish(store, sampleCheckpoint(5), 1);
    const announcement = await publish(store, sampleCheckpoint(5), 2);
    expect((await store.getLatest())?.announcement).toEqual(announcement);
    expect(announcement.leader_epoch).toBe(2);
    expect(blobs.content.size).toBe(6);
  });

  it('does not overwrite the files that the pointer names with another checkpoint of the same step', async () => {
    await publish(store, sampleCheckpoint(5), 1);
    const compareAndSet = pointer.compareAndSet.bind(pointer);
    pointer.compareAndSet = () => Promise.reject(new PointerConflictError());
    await expect(publish(store, sampleCheckpoint(5, 1), 2)).rejects.toThrow(PointerConflictError);
    expect(await store.readLatest()).toStrictEqual(sampleCheckpoint(5));
    pointer.compareAndSet = compareAndSet;
    await publish(store, sampleCheckpoint(5, 1), 2);
    expect(await store.readLatest()).toStrictEqual(sampleCheckpoint(5, 1));
  });

  it('fails with a typed error when another coordinator publishes at the same time', async () => {
    const put = blobs.put.bind(blobs);
    blobs.put = async (name, bytes) => {
      blobs.put = put;
      await publish(store, sampleCheckpoint(6), 2);
      await put(name, bytes);
    };
    await expect(publish(store, sampleCheckpoint(5), 1)).rejects.toThrow(PointerConflictError);
    expect((await store.readLatest())?.step).toBe(6);
  });

  it('refuses to announce incomplete files, or files under a different name', () => {
    const files = encodeCheckpoint(sampleCheckpoint(5));
    expect(() => announcementOf('step-00000004', files, 1)).toThrow(InvalidAnnouncementError);
    expect(() => announcementOf('step-00000005', files, NaN)).toThrow(/"leader_epoch"/);
    files.delete('weights.safetensors');
    expect(() => announcementOf('step-00000005', files, 1)).toThrow(DamagedCheckpointError);
  });
});

describe('reading', () => {
  it('refuses files that differ from the announcement', async () => {
    await publish(store, sampleCheckpoint(5));
    await damageWeights((bytes) => flipped(bytes, bytes.length - 1));
    await expect(store.readLatest()).rejects.toThrow(/weights.safetensors differs from the announcement: its SHA-256/);
    await expect(store.readLatestWeights()).rejects.toThrow(DamagedCheckpointError);
    await damageWeights((bytes) => bytes.subarray(1));
    await expect(store.readLatest()).rejects.toThrow(/differs from the announcement: it has \d+ bytes instead of/);
    await damageWeights(() => undefined);
    await expect(store.readLatest()).rejects.toThrow(/weights.safetensors is missing/);
  });

  it('reads the new checkpoint when the pointer changes and the old files are removed', async () => {
    await publish(store, sampleCheckpoint(4));
    const get = blobs.get.bind(blobs);
    blobs.get = async (name) => {
      blobs.get = get;
      await publish(store, sampleCheckpoint(5));
      await store.prune(1, 1);
      return get(name);
    };
    expect((await store.readLatest())?.step).toBe(5);
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
      () => store.readLatest(),
      () => store.readLatestWeights(),
      () => store.getLatest(),
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
  it('keeps the latest checkpoints and other objects', async () => {
    for (const step of [1, 2, 3, 4]) await publish(store, sampleCheckpoint(step));
    await blobs.put('dataset', Uint8Array.of(1));
    await blobs.put('step-00000001/other', Uint8Array.of(1));
    const removed = await store.prune(2, 1);
    expect(removed.map((key) => key.slice(0, 13))).toEqual(['step-00000001', 'step-00000002']);
    expect(blobs.content.size).toBe(2 * 3 + 2);
    expect((await store.readLatest())?.step).toBe(4);
  });

  it('never removes the checkpoint that the pointer names, even if later steps exist', async () => {
    for (const step of [3, 4, 5]) await publish(store, sampleCheckpoint(step), 1);
    await publish(store, sampleCheckpoint(1), 2);
    const removed = await store.prune(1, 2);
    expect(removed.map((key) => key.slice(0, 13))).toEqual(['step-00000003', 'step-00000004']);
    expect(await store.readLatest()).toStrictEqual(sampleCheckpoint(1));
  });

  it('reads the pointer again before each removal', async () => {
    for (const step of [1, 2, 3]) await publish(store, sampleCheckpoint(step), 1);
    const remove = blobs.remove.bind(blobs);
    blobs.remove = async (name) => {
      blobs.remove = remove;
      await publish(store, sampleCheckpoint(2), 2);
      await remove(name);
    };
    expect(await store.prune(1, 1)).toHaveLength(2);
    expect((await store.readLatest())?.step).toBe(2);
  });

  it('by a deposed leader keeps the checkpoint that its successor is about to announce', async () => {
    for (const step of [1, 2, 3]) await publish(store, sampleCheckpoint(step), 1);
    const compareAndSet = pointer.compareAndSet.bind(pointer);
    pointer.compareAndSet = async (value, revision) => {
      // The successor has uploaded the same step. The old leader does not know of it yet and prunes.
      await store.prune(1, 1);
      return compareAndSet(value, revision);
    };
    await publish(store, sampleCheckpoint(2), 2);
    expect(await store.readLatest()).toStrictEqual(sampleCheckpoint(2));
  });

  it('refuses to keep no checkpoint', async () => {
    await expect(store.prune(0, 1)).rejects.toThrow(RangeError);
  });
});
