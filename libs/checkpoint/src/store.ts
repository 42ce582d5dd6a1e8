/**
 * Checkpoints in an object store, from which samplers and coordinators on other machines read them.
 *
 * A leader uploads the files first. Then a compare-and-set of a small key, the pointer, makes the checkpoint the latest. The names of
 * the objects contain the leader epoch and a hash of the manifest, which contains the hashes of the other files. So another checkpoint
 * of the same step never overwrites the files that the pointer names, and no leader removes the files that a newer leader uploaded.
 * Readers verify all files against the pointer. If a file is missing, they read the pointer again, because it may have changed.
 */
import type { Announcement } from './announcement.js';
import { parseAnnouncement } from './announcement.js';
import type { Checkpoint, CheckpointFile, CheckpointFiles } from './checkpoint.js';
import { CHECKPOINT_FILES, decodeCheckpoint, decodeManifest, fileOf, stepOfName } from './checkpoint.js';
import { digestMismatch, digestOf } from './digest.js';
import { DamagedCheckpointError } from './errors.js';
import type { Manifest } from './manifest.js';
import { MANIFEST_FILE, WEIGHTS_FILE } from './manifest.js';
import type { TensorData } from './safetensors.js';
import { decodeSafetensors } from './safetensors.js';

/** A store of named byte arrays, such as a bucket. An example of a name is `step-00000469.7.0123456789abcdef/manifest.json`. */
export interface BlobStore {
  /** Stores `bytes` under `name`. Resolves when they are stored completely. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Returns undefined if the name does not exist. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Returns all names in any order. */
  list(): Promise<string[]>;
  /** Removes a name. Does nothing if the name does not exist. */
  remove(name: string): Promise<void>;
}

/** One key with compare-and-set, such as `latest` in a key-value bucket. */
export interface PointerStore {
  /** Returns undefined if the key does not exist. */
  read(): Promise<{ value: string; revision: number } | undefined>;
  /**
   * Writes `value` if the key is still at `revision` and returns the new revision. Revision 0 means that the key does not exist.
   * Throws an error otherwise.
   */
  compareAndSet(value: string, revision: number): Promise<number>;
}

/** The part of the latest checkpoint that a sampler needs. */
export interface PublishedWeights {
  readonly announcement: Announcement;
  readonly manifest: Manifest;
  readonly weights: Record<string, TensorData>;
}

const POINTER = 'The pointer to the latest checkpoint';

/** The published checkpoints of one run. */
export class CheckpointStore {
  constructor(
    private readonly blobs: BlobStore,
    private readonly pointer: PointerStore,
  ) {}

  /** Returns the pointer and the revision for {@link setLatest}; undefined before the first publication. @throws InvalidAnnouncementError */
  async getLatest(): Promise<{ announcement: Announcement; revision: number } | undefined> {
    const current = await this.pointer.read();
    return current && { announcement: parseAnnouncement(current.value, POINTER), revision: current.revision };
  }

  /** Stores the files of a checkpoint. Readers do not find them before {@link setLatest}. */
  async upload(announcement: Announcement, files: CheckpointFiles): Promise<void> {
    const key = keyOf(announcement);
    for (const file of CHECKPOINT_FILES) await this.blobs.put(`${key}/${file}`, fileOf(files, file, key));
  }

  /** Makes an uploaded checkpoint the latest if the pointer is still at `revision` (0 for a missing pointer). Throws otherwise. */
  async setLatest(announcement: Announcement, revision: number): Promise<void> {
    await this.pointer.compareAndSet(JSON.stringify(announcement), revision);
  }

  /**
   * Fetches and verifies the latest published checkpoint. Returns undefined before the first publication.
   * @throws CheckpointError when a file is missing or differs from the announcement
   */
  async readLatest(): Promise<Checkpoint | undefined> {
    return this.following(async (announcement) => {
      const files = new Map<string, Uint8Array>();
      for (const file of CHECKPOINT_FILES) files.set(file, await this.fetch(announcement, file));
      return decodeCheckpoint(files, `${announcement.name} of the object store`);
    });
  }

  /** Like {@link readLatest}, without the optimiser's state. */
  async readLatestWeights(): Promise<PublishedWeights | undefined> {
    return this.following(async (announcement) => {
      const where = `${announcement.name} of the object store`;
      const bytes = await this.fetch(announcement, WEIGHTS_FILE);
      const manifest = decodeManifest(new Map([[MANIFEST_FILE, await this.fetch(announcement, MANIFEST_FILE)]]), where);
      return { announcement, manifest, weights: decodeSafetensors(bytes, `${where}/${WEIGHTS_FILE}`) };
    });
  }

  /**
   * Removes all checkpoints except the `keepLast` latest and the one that the pointer names. Keeps the checkpoints of newer leaders,
   * because the pointer may be about to name them, and objects that do not belong to a checkpoint.
   * @param leaderEpoch leader epoch of the calling coordinator
   * @returns the keys of the removed checkpoints, such as `step-00000469.7.0123456789abcdef`
   */
  async prune(keepLast: number, leaderEpoch: number): Promise<string[]> {
    if (!Number.isSafeInteger(keepLast) || keepLast < 1) {
      throw new RangeError(`keepLast is ${keepLast}; at least one checkpoint must be kept`);
    }
    const names = await this.blobs.list();
    const keys = new Set(names.map((name) => name.slice(0, name.indexOf('/'))));
    const own = [...keys].flatMap((key) => parseKey(key) ?? []).filter((parsed) => parsed.leaderEpoch <= leaderEpoch);
    const latestFirst = own.sort((a, b) => b.step - a.step || b.leaderEpoch - a.leaderEpoch).map(({ key }) => key);
    const removed: string[] = [];
    for (const key of latestFirst.slice(keepLast).reverse()) {
      // Read again for each key, because a new leader may have resumed from an older step.
      const announcement = (await this.getLatest())?.announcement;
      if (announcement && keyOf(announcement) === key) continue;
      for (const name of names.filter((name) => name.startsWith(`${key}/`))) await this.blobs.remove(name);
      removed.push(key);
    }
    return removed;
  }

  /** Calls `read` with the pointer's announcement. Repeats if `read` fails and the pointer has changed. */
  private async following<T>(read: (announcement: Announcement) => Promise<T>): Promise<T | undefined> {
    let current = await this.pointer.read();
    while (current) {
      try {
        return await read(parseAnnouncement(current.value, POINTER));
      } catch (error) {
        const { revision } = current;
        current = await this.pointer.read();
        if (current?.revision === revision) throw error;
      }
    }
    return undefined;
  }

  private async fetch(announcement: Announcement, file: CheckpointFile): Promise<Uint8Array> {
    const where = `${announcement.name} of the object store`;
    const bytes = await this.blobs.get(`${keyOf(announcement)}/${file}`);
    if (bytes === undefined) throw new DamagedCheckpointError(where, `${file} is missing`);
    const mismatch = digestMismatch(bytes, announcement.files[file]);
    if (mismatch !== undefined)
      throw new DamagedCheckpointError(where, `${file} differs from the announcement: ${mismatch}`);
    return bytes;
  }
}

/** Returns the announcement of a checkpoint. @throws CheckpointError when files are missing or do not fit the name */
export function announcementOf(name: string, files: CheckpointFiles, leaderEpoch: number): Announcement {
  const { step } = decodeManifest(files, name);
  const digests = Object.fromEntries(CHECKPOINT_FILES.map((file) => [file, digestOf(fileOf(files, file, name))]));
  const announcement = { name, step, leader_epoch: leaderEpoch, files: digests };
  return parseAnnouncement(JSON.stringify(announcement), `The announcement of ${name}`);
}

/**
 * Returns the prefix of the names of a checkpoint's objects. It is equal for equal bytes of one leader, and different for different
 * leaders. So if two leaders save the same step, neither removes the objects that the other is about to announce.
 */
export function keyOf({ name, leader_epoch: leaderEpoch, files }: Announcement): string {
  return `${name}.${leaderEpoch}.${files[MANIFEST_FILE].sha256.slice(0, 16)}`;
}

/** Returns undefined if `key` is not the key of a checkpoint. */
function parseKey(key: string): { key: string; step: number; leaderEpoch: number } | undefined {
  const [, name = '', epoch = ''] = /^([^.]+)\.(\d{1,15})\.[0-9a-f]{16}$/.exec(key) ?? [];
  const step = stepOfName(name);
  return step === undefined ? undefined : { key, step, leaderEpoch: Number(epoch) };
}
