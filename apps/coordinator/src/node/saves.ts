/** Executes the operations of a save in the run's folder and the object store. The node decides their order. */
import {
  announcementOf,
  checkpointName,
  encodeCheckpoint,
  keyOf,
  WEIGHTS_FILE,
  type Announcement,
  type CheckpointFolder,
  type CheckpointStore,
  type SavedCheckpoint,
  type StagedCheckpoint,
} from '@lockstep/checkpoint';
import type { DataConfig, NodeEffect, SaveAnswer } from '@lockstep/cluster';
import { stepsPerEpoch } from '@lockstep/data';
import { sha256Hex } from '@lockstep/protocol';
import type { ParameterList } from '@lockstep/task';
import { toCheckpoint } from '../run/checkpoint-codec.js';
import type { SaveExecutor } from './runtime.js';

/** Checkpoints kept on disk and in the object store. The disk also keeps the checkpoint of the epoch with the least loss. */
const KEEP_LAST = 3;

/** A checkpoint that is being saved. */
interface PendingSave {
  saved: SavedCheckpoint;
  staged: StagedCheckpoint | undefined;
  announcement: Announcement;
  keepBestStep: number | undefined;
}

export class CheckpointSaves implements SaveExecutor {
  private pending: PendingSave | undefined;

  constructor(
    private readonly folder: CheckpointFolder,
    private readonly store: CheckpointStore,
    private readonly run: string,
    private readonly parameters: ParameterList,
    private readonly plan: DataConfig,
    private readonly config: Record<string, unknown>,
  ) {}

  /** Name of the last encoded checkpoint, empty before the first. */
  get name(): string {
    return this.pending?.saved.name ?? '';
  }

  /** SHA-256 of the weights of the last encoded checkpoint, undefined before the first. */
  get weightsSha256(): string | undefined {
    return this.pending && sha256Hex(this.pending.saved.files.get(WEIGHTS_FILE) ?? new Uint8Array());
  }

  encode({ state, leaderEpoch }: Extract<NodeEffect, { kind: 'encode' }>): string {
    const checkpoint = toCheckpoint(state, this.parameters, this.run, this.plan, this.config);
    const saved = { name: checkpointName(checkpoint.step), files: encodeCheckpoint(checkpoint) };
    const announcement = announcementOf(saved.name, saved.files, leaderEpoch);
    const keepBestStep = this.bestStep(checkpoint.epoch_losses);
    this.pending = { saved, staged: undefined, announcement, keepBestStep };
    return keyOf(announcement);
  }

  async execute({ operation, revision }: Extract<NodeEffect, { kind: 'execute' }>): Promise<SaveAnswer> {
    const { folder, store } = this;
    const pending = this.pending!;
    const { saved, staged, announcement, keepBestStep } = pending;
    switch (operation) {
      case 'write':
        pending.staged = await folder.stage(saved);
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
      case 'getLatest':
        return { kind: 'pointer', pointer: await this.latest() };
      case 'upload':
        await store.upload(announcement, saved.files);
        break;
      case 'setLatest':
        await store.setLatest(announcement, revision);
        break;
      case 'prune':
        await folder.prune({ keepLast: KEEP_LAST, keepBestStep, keepNames: [saved.name] });
        await store.prune(KEEP_LAST, announcement.leader_epoch);
    }
    return { kind: 'done' };
  }

  private async latest() {
    const latest = await this.store.getLatest();
    if (!latest) return undefined;
    const { announcement, revision } = latest;
    const { leader_epoch: leaderEpoch, step } = announcement;
    return { leaderEpoch, step, key: keyOf(announcement), revision };
  }

  /** Returns the last step of the epoch with the least loss, of the latest such epoch when several are equal. */
  private bestStep(epochLosses: readonly number[]): number | undefined {
    if (epochLosses.length === 0) return undefined;
    const bestEpoch = epochLosses.lastIndexOf(Math.min(...epochLosses)) + 1;
    return bestEpoch * stepsPerEpoch(this.plan.trainSamples, this.plan.batchSize);
  }
}
