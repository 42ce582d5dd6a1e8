/**
 * Checkpoint, then say so: write to disk, upload, compare-and-set the pointer `latest`; only then comes the hint to samplers.
 * The order is that of the machine of saving, which the simulator runs as well; here its operations are carried out.
 */
import {
  announcementOf,
  checkpointName,
  encodeCheckpoint,
  keyOf,
  sha256Hex,
  WEIGHTS_FILE,
  type Announcement,
  type Checkpoint,
  type CheckpointFolder,
  type CheckpointStore,
  type SavedCheckpoint,
  type StagedCheckpoint,
} from '@lockstep/checkpoint';
import {
  Saving,
  type CheckpointReason,
  type DataConfig,
  type SavingEffect,
  type SavingEvent,
  type TrainingState,
} from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import type { ParameterList } from '@lockstep/task';
import { toCheckpoint } from './checkpoint-codec.js';

/** Checkpoints kept, on disk and in the object store; the best by epoch loss is kept on disk as well. */
const KEEP_LAST = 3;
/** Somebody waits for us to end, and the server may be ending too: the disk alone counts. */
const HURRIED_PUBLISH_MS = 2000;
/** The next checkpoint waits for this one. */
const ADOPT_PUBLISH_MS = 15_000;

/** One checkpoint on its way. */
interface Way {
  saved: SavedCheckpoint;
  staged: StagedCheckpoint | undefined;
  announcement: Announcement;
  keepBestStep: number | undefined;
  /** Time that all operations on the object store may take together, and since when it runs. */
  publishWithinMs: number;
  publishingSinceMs: number | undefined;
}

export class Saver {
  /** SHA-256 of the last saved weights.safetensors. */
  weightsSha256: string | undefined;

  constructor(
    private readonly folder: CheckpointFolder,
    private readonly store: CheckpointStore,
    private readonly run: string,
    private readonly parameters: ParameterList,
    private readonly plan: DataConfig,
    private readonly config: Record<string, unknown>,
    private readonly leaderEpoch: number,
    private readonly log: Logger,
  ) {}

  /**
   * Saves and publishes one state. Returns the announcement, or undefined when only the disk has it.
   * @throws CheckpointWriteError when the disk does not take it
   */
  async save(state: TrainingState, reason: CheckpointReason): Promise<Announcement | undefined> {
    const checkpoint = toCheckpoint(state, this.parameters, this.run, this.plan, this.config);
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
      await this.write(toCheckpoint(state, this.parameters, this.run, this.plan, this.config), ADOPT_PUBLISH_MS);
    } catch (error) {
      this.log.warn(`the state that training goes on from could not be saved: ${sentenceOf(error)}`);
    }
  }

  private async write(checkpoint: Checkpoint, publishWithinMs: number): Promise<Announcement | undefined> {
    const { step, epoch_losses: epochLosses } = checkpoint;
    const saved = { name: checkpointName(step), files: encodeCheckpoint(checkpoint) };
    const announcement = announcementOf(saved.name, saved.files, this.leaderEpoch);
    const keepBestStep = this.bestStep(epochLosses);
    const way = { saved, staged: undefined, announcement, keepBestStep, publishWithinMs, publishingSinceMs: undefined };
    const hurried = publishWithinMs === HURRIED_PUBLISH_MS;
    const saving = new Saving({ leaderEpoch: this.leaderEpoch, step, key: keyOf(announcement), hurried });
    const announced = await this.executeAll(saving, way);
    this.weightsSha256 = sha256Hex(saved.files.get(WEIGHTS_FILE) ?? new Uint8Array());
    return announced ? announcement : undefined;
  }

  /** @returns whether it may be announced. @throws what the disk threw */
  private async executeAll(saving: Saving, way: Way): Promise<boolean> {
    let announced = false;
    let failure: unknown;
    let effects = saving.handle({ kind: 'begin' });
    for (;;) {
      let event: SavingEvent | undefined;
      for (const effect of effects) {
        if (effect.kind === 'announce') announced = true;
        if (effect.kind === 'notice') this.log.warn(effect.message);
        if (effect.kind === 'settled' && effect.error !== undefined) throw failure;
        if (effect.kind !== 'execute') continue;
        event = await this.execute(effect, way).catch((error: unknown): SavingEvent => {
          failure = error;
          return { kind: 'failed', error: sentenceOf(error) };
        });
      }
      if (!event) return announced;
      effects = saving.handle(event);
    }
  }

  private async execute(
    { operation, revision }: Extract<SavingEffect, { kind: 'execute' }>,
    way: Way,
  ): Promise<SavingEvent> {
    const { folder, store } = this;
    const { saved, staged, announcement } = way;
    switch (operation) {
      case 'write':
        way.staged = await folder.stage(saved);
        break;
      case 'sync':
        if (staged) await folder.sync(staged);
        break;
      case 'rename':
        if (staged) await folder.rename(staged);
        break;
      case 'syncParent':
        if (staged) await folder.syncNames(staged);
        break;
      case 'readPointer': {
        const getLatest = await inTime(way, () => store.getLatest());
        if (!getLatest) return { kind: 'pointer', pointer: undefined };
        const { leader_epoch: leaderEpoch, step } = getLatest.announcement;
        const pointer = { leaderEpoch, step, key: keyOf(getLatest.announcement), revision: getLatest.revision };
        return { kind: 'pointer', pointer };
      }
      case 'upload':
        await inTime(way, () => store.upload(announcement, saved.files));
        break;
      case 'point':
        await inTime(way, () => store.setLatest(announcement, revision));
        break;
      case 'prune':
        await folder.prune({ keepLast: KEEP_LAST, keepBestStep: way.keepBestStep, keepNames: [saved.name] });
        await store.prune(KEEP_LAST, this.leaderEpoch);
    }
    return { kind: 'done' };
  }

  /** The step at the end of the epoch with the least loss, of equals the last one. */
  private bestStep(epochLosses: readonly number[]): number | undefined {
    if (epochLosses.length === 0) return undefined;
    const bestEpoch = epochLosses.lastIndexOf(Math.min(...epochLosses)) + 1;
    return bestEpoch * stepsPerEpoch(this.plan.trainSamples, this.plan.batchSize);
  }
}

/** Does something with the object store in what is left of the time for it. */
async function inTime<T>(way: Way, action: () => Promise<T>): Promise<T> {
  if (way.publishWithinMs === Infinity) return action();
  const nowMs = performance.now();
  way.publishingSinceMs ??= nowMs;
  const patienceMs = Math.max(0, way.publishingSinceMs + way.publishWithinMs - nowMs);
  const promise = action();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `the server did not answer within ${way.publishWithinMs} ms`;
    timer = setTimeout(() => reject(new Error(message)), patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    // Whoever comes too late is not listened to any more, and must not end the process either.
    promise.catch(() => undefined);
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
