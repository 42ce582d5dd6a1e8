/**
 * Which checkpoints are wanted and which is being written. One is written at a time, so that a slow disk holds neither the
 * training nor ever more memory: a periodic one is left out while another is being written, others wait, the latest first.
 */
import type { CheckpointReason, CoordinatorEffect } from '../coordinator/events.js';
import { copyState, type TrainingState } from './training-state.js';

interface Wanted {
  reason: CheckpointReason;
  state: TrainingState;
}

export class Checkpoints {
  private writing: Wanted | undefined;
  private waiting: Wanted | undefined;
  /** True when a checkpoint that the run cannot end without could not be written. */
  lost = false;

  constructor(private savedVersion: number) {}

  get busy(): boolean {
    return this.writing !== undefined;
  }

  want(reason: CheckpointReason, state: TrainingState): CoordinatorEffect[] {
    if (state.version === this.savedVersion) return [];
    if (this.writing && reason === 'periodic') return [];
    if (state.version === this.writing?.state.version) {
      // What began as a periodic one is now the one that the run ends with: it must not be lost without a word.
      this.writing.reason = reason;
      return [];
    }
    this.waiting = { reason, state: copyState(state) };
    return this.next();
  }

  /** From now on nothing is wanted: what is being written may still become whole. */
  abandon(): void {
    this.waiting = undefined;
  }

  settled(version: number, error: string | undefined): CoordinatorEffect[] {
    if (this.writing?.state.version !== version) return [];
    const { reason } = this.writing;
    this.writing = undefined;
    if (error === undefined) this.savedVersion = version;
    else if (reason === 'last' || reason === 'stop') this.lost = true;
    return this.next();
  }

  private next(): CoordinatorEffect[] {
    if (this.writing || !this.waiting) return [];
    this.writing = this.waiting;
    this.waiting = undefined;
    return [{ kind: 'checkpoint', ...this.writing }];
  }
}
