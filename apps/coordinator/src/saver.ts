/**
 * Checkpoint, then say so: write to disk, upload, compare-and-set the pointer `latest`; only then comes the hint to samplers.
 * The local file is the truth; when only the upload fails, the checkpoint counts, and the next one is uploaded in its turn.
 */
import {
  sha256Hex,
  WEIGHTS_FILE,
  type Announcement,
  type Checkpoint,
  type CheckpointFolder,
  type CheckpointStore,
  type SavedCheckpoint,
} from '@lockstep/checkpoint';
import type { CheckpointReason, DataPlan, TrainingState } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { toCheckpoint } from './checkpoint-codec.js';

/** Checkpoints kept, on disk and in the object store; the best by epoch loss is kept on disk as well. */
const KEEP_LAST = 3;
/** Somebody waits for us to end, and the server may be ending too: the disk alone counts. */
const HURRIED_PUBLISH_MS = 2000;
/** The next checkpoint waits for this one. */
const ADOPT_PUBLISH_MS = 15_000;

export class Saver {
  /** SHA-256 of the last saved weights.safetensors. */
  weightsSha256: string | undefined;

  constructor(
    private readonly folder: CheckpointFolder,
    private readonly store: CheckpointStore,
    private readonly run: string,
    private readonly plan: DataPlan,
    private readonly config: Record<string, unknown>,
    private readonly leaderEpoch: number,
    private readonly log: Logger,
  ) {}

  /**
   * Saves and publishes one state. Returns the announcement, or undefined when only the disk has it.
   * @throws CheckpointWriteError when the disk does not take it
   */
  async save(state: TrainingState, reason: CheckpointReason): Promise<Announcement | undefined> {
    const checkpoint = toCheckpoint(state, this.run, this.plan, this.config);
    const announcement = await this.write(checkpoint, reason === 'stop' ? HURRIED_PUBLISH_MS : Infinity);
    this.log.info(`saved the checkpoint of step ${state.version}${reason === 'periodic' ? '' : ` (${reason})`}`);
    return announcement;
  }

  /**
   * Takes up the state that a run goes on from: this folder, or this object store, may not have it yet. Training need not wait
   * for it; that it fails is said, and is no reason to stop.
   */
  async adopt(state: TrainingState): Promise<void> {
    try {
      await this.write(toCheckpoint(state, this.run, this.plan, this.config), ADOPT_PUBLISH_MS);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.warn(`the state that training goes on from could not be saved: ${reason}`);
    }
  }

  private async write(checkpoint: Checkpoint, publishWithinMs: number): Promise<Announcement | undefined> {
    const saved = await this.folder.save(checkpoint);
    this.weightsSha256 = sha256Hex(saved.files.get(WEIGHTS_FILE) ?? new Uint8Array());
    const announcement = await this.publish(saved, publishWithinMs);
    if (publishWithinMs !== HURRIED_PUBLISH_MS) await this.prune(saved.name, checkpoint.epoch_losses);
    return announcement;
  }

  private async publish(saved: SavedCheckpoint, patienceMs: number): Promise<Announcement | undefined> {
    try {
      const published = this.store.publish(saved.name, saved.files, this.leaderEpoch);
      return await (patienceMs === Infinity ? published : within(published, patienceMs));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.warn(`${saved.name} is on disk, but could not be published: ${reason}`);
      return undefined;
    }
  }

  private async prune(newest: string, epochLosses: readonly number[]): Promise<void> {
    const keepBestStep = this.bestStep(epochLosses);
    try {
      await this.folder.prune({ keepLast: KEEP_LAST, keepBestStep, keepNames: [newest] });
      await this.store.prune(KEEP_LAST);
    } catch (error) {
      this.log.warn(`old checkpoints could not be removed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** The step at the end of the epoch with the least loss, of equals the last one. */
  private bestStep(epochLosses: readonly number[]): number | undefined {
    if (epochLosses.length === 0) return undefined;
    const bestEpoch = epochLosses.lastIndexOf(Math.min(...epochLosses)) + 1;
    return bestEpoch * stepsPerEpoch(this.plan.trainSamples, this.plan.batch);
  }
}

async function within<T>(promise: Promise<T>, patienceMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the server did not answer within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    // Whoever comes too late is not listened to any more, and must not end the process either.
    promise.catch(() => undefined);
  }
}
