/**
 * Checkpoints in an object store, from which samplers and coordinators on other machines take them.
 *
 * The files are uploaded first; only then does a compare-and-set of one small key, the pointer, make them the latest. The
 * key of an object holds the leader epoch and a hash of the manifest, which holds the hashes of the files: another checkpoint
 * of the same step never overwrites what the pointer names, and no leader removes what a newer one has uploaded. Readers verify everything against the pointer, and when the files vanish under
 * their hands they look whether the pointer has moved on.
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

/** Named byte arrays, such as a bucket of an object store. Names look like `step-00000469.7.0123456789abcdef/manifest.json`. */
export interface BlobStore {
  /** Stores `bytes` under `name`; returns when it is complete. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Undefined when there is no such name. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** All names, in any order. */
  list(): Promise<string[]>;
  /** Removes a name; no error when it is gone already. */
  remove(name: string): Promise<void>;
}

/** One key with compare-and-set, such as `latest` in a key-value bucket. */
export interface PointerStore {
  /** Undefined when the key has never been written. */
  read(): Promise<{ value: string; revision: number } | undefined>;
  /**
   * Writes `value` if the key is still at `revision` (0: does not exist) and returns the new revision.
   * Throws PointerConflictError otherwise.
   */
  compareAndSet(value: string, revision: number): Promise<number>;
}

/** What a sampler needs of the latest checkpoint. */
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

  /** What the pointer says now; undefined before the first publication. Throws InvalidAnnouncementError. */
  async announced(): Promise<Announcement | undefined> {
    return (await this.getLatest())?.announcement;
  }

  /** The same, with the revision that a compare-and-set needs. */
  async getLatest(): Promise<{ announcement: Announcement; revision: number } | undefined> {
    const current = await this.pointer.read();
    return current && { announcement: parseAnnouncement(current.value, POINTER), revision: current.revision };
  }

  /** Stores the files of a checkpoint; nobody finds them before {@link setLatest}. */
  async upload(announcement: Announcement, files: CheckpointFiles): Promise<void> {
    const key = keyOf(announcement);
    for (const file of CHECKPOINT_FILES) await this.blobs.put(`${key}/${file}`, fileOf(files, file, key));
  }

  /** Makes an uploaded checkpoint the latest, if the pointer is still at `revision`. Throws PointerConflictError. */
  async setLatest(announcement: Announcement, revision: number): Promise<void> {
    await this.pointer.compareAndSet(JSON.stringify(announcement), revision);
  }

  /**
   * Fetches and verifies the latest published checkpoint; undefined before the first publication.
   * @throws CheckpointError when a file is missing or is not what was announced
   */
  async latest(): Promise<Checkpoint | undefined> {
    return this.following(async (announcement) => {
      const files = new Map<string, Uint8Array>();
      for (const file of CHECKPOINT_FILES) files.set(file, await this.fetch(announcement, file));
      return decodeCheckpoint(files, `${announcement.name} of the object store`);
    });
  }

  /** Fetches and verifies the latest weights and manifest, without the optimiser's state. Throws like `latest`. */
  async latestWeights(): Promise<PublishedWeights | undefined> {
    return this.following(async (announcement) => {
      const where = `${announcement.name} of the object store`;
      const bytes = await this.fetch(announcement, WEIGHTS_FILE);
      const manifest = decodeManifest(new Map([[MANIFEST_FILE, await this.fetch(announcement, MANIFEST_FILE)]]), where);
      return { announcement, manifest, weights: decodeSafetensors(bytes, `${where}/${WEIGHTS_FILE}`) };
    });
  }

  /**
   * Removes all but the `keepLast` latest published checkpoints and the one that the pointer names. Objects that are no
   * checkpoint's, or a newer leader's, are left alone: that leader may be about to make the pointer name them.
   * @param leaderEpoch of the coordinator that removes
   * @returns the keys (`step-00000469.7.0123456789abcdef`) of the checkpoints that were removed
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
      // Asked for each time: a new leader may go on from an older step meanwhile.
      const announcement = await this.announced();
      if (announcement && keyOf(announcement) === key) continue;
      for (const name of names.filter((name) => name.startsWith(`${key}/`))) await this.blobs.remove(name);
      removed.push(key);
    }
    return removed;
  }

  /** Applies `read` to what the pointer names, and again if that fails while the pointer moves on. */
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
      throw new DamagedCheckpointError(where, `${file} is not what was announced: ${mismatch}`);
    return bytes;
  }
}

/** What the pointer will say of a checkpoint. @throws InvalidAnnouncementError, CheckpointError for files that are no checkpoint's */
export function announcementOf(name: string, files: CheckpointFiles, leaderEpoch: number): Announcement {
  const { step } = decodeManifest(files, name);
  const digests = Object.fromEntries(CHECKPOINT_FILES.map((file) => [file, digestOf(fileOf(files, file, name))]));
  const announcement = { name, step, leader_epoch: leaderEpoch, files: digests };
  return parseAnnouncement(JSON.stringify(announcement), `The announcement of ${name}`);
}

/**
 * What a checkpoint's objects are called: equal for equal bytes of one leader. Another leader's have names of their own, so
 * that of two that save the same step none ever removes what the other one is about to announce.
 */
export function keyOf({ name, leader_epoch: leaderEpoch, files }: Announcement): string {
  return `${name}.${leaderEpoch}.${files[MANIFEST_FILE].sha256.slice(0, 16)}`;
}

/** Undefined when it is no checkpoint's key. */
function parseKey(key: string): { key: string; step: number; leaderEpoch: number } | undefined {
  const [, name = '', epoch = ''] = /^([^.]+)\.(\d{1,15})\.[0-9a-f]{16}$/.exec(key) ?? [];
  const step = stepOfName(name);
  return step === undefined ? undefined : { key, step, leaderEpoch: Number(epoch) };
}
