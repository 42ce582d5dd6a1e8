/**
 * Which checkpoints are wanted, and which one is being written. One is written at a time, so that a slow disk neither blocks the
 * training nor uses more and more memory. While one is being written, periodic ones are skipped, and of the others the latest waits.
 */
import { copyState, type TrainingState } from './training-state.js';

export type CheckpointReason = 'periodic' | 'epoch' | 'last' | 'stop';

export interface WantedCheckpoint {
  reason: CheckpointReason;
  state: TrainingState;
}

export class Checkpoints {
  private writing: WantedCheckpoint | undefined;
  private waiting: WantedCheckpoint | undefined;
  /** True when a checkpoint that the run cannot end without could not be written. */
  lost = false;

  constructor(private savedVersion: number) {}

  get busy(): boolean {
    return this.writing !== undefined;
  }

  /** To be called after each update. @returns the checkpoint to write now, if any */
  updated(
    state: TrainingState,
    epochEnded: boolean,
    config: { totalSteps: number; checkpointEvery: number },
  ): WantedCheckpoint | undefined {
    if (state.version === config.totalSteps) return this.want('last', state);
    if (epochEnded) return this.want('epoch', state);
    return state.version % config.checkpointEvery === 0 ? this.want('periodic', state) : undefined;
  }

  /** @returns the checkpoint to write now, if any */
  want(reason: CheckpointReason, state: TrainingState): WantedCheckpoint | undefined {
    if (state.version === this.savedVersion) return undefined;
    if (this.writing && reason === 'periodic') return undefined;
    if (state.version === this.writing?.state.version) {
      // A periodic checkpoint becomes the one that the run ends with. Its loss must then be reported.
      this.writing.reason = reason;
      return undefined;
    }
    this.waiting = { reason, state: copyState(state) };
    return this.next();
  }

  /** @returns the checkpoint to write next, if any */
  settled(version: number, error: string | undefined): WantedCheckpoint | undefined {
    if (this.writing?.state.version !== version) return undefined;
    const { reason } = this.writing;
    this.writing = undefined;
    if (error === undefined) this.savedVersion = version;
    else if (reason === 'last' || reason === 'stop') this.lost = true;
    return this.next();
  }

  private next(): WantedCheckpoint | undefined {
    if (this.writing || !this.waiting) return undefined;
    this.writing = this.waiting;
    this.waiting = undefined;
    return this.writing;
  }
}
