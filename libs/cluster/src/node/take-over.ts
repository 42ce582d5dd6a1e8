/** Finds the state with which a process that has just got the lead starts to train. */
import type { TrainingState } from '../training/training-state.js';
import type { StandbyMachine } from '../standby/standby.js';
import type { NodeEffect, NodeEvent } from './events.js';

/** The election of the servers' own leader takes seconds, and may be the reason for the take-over. */
const MOST_TRIES = 20;
const RETRY_MS = 1000;

export type TakeOverAnswer = Extract<NodeEvent, { kind: 'epochStored' | 'loaded' | 'loadFailed' }>;

/** `state` is the state to train from; undefined when the run has no checkpoint. */
export type TakeOverResult = { kind: 'ready'; state: TrainingState | undefined } | { kind: 'failed'; reason: string };

export class TakeOver {
  /** True when this process followed a leader before. */
  readonly followed: boolean;
  private readonly held: TrainingState | undefined;
  private mustLoad: boolean;
  private tries = 0;
  private retryAtMs = Infinity;
  private result: TakeOverResult | undefined;

  /**
   * @param id marks the requests of this take-over
   * @param standby the machine that followed the previous leader, if this process did
   * @param resumed the state that a process without a standby machine resumes
   */
  constructor(
    readonly epoch: number,
    private readonly id: number,
    standby: StandbyMachine | undefined,
    resumed: TrainingState | undefined,
    private readonly emit: (effect: NodeEffect) => void,
  ) {
    this.followed = standby !== undefined;
    this.held = standby ? standby.training : resumed;
    this.mustLoad = standby?.synced === false;
    emit({ kind: 'storeEpoch', id, epoch });
  }

  /** Returns the result, or undefined while the take-over continues. */
  handle(event: TakeOverAnswer, nowMs: number): TakeOverResult | undefined {
    if (event.id !== this.id || this.result) return undefined;
    switch (event.kind) {
      case 'epochStored':
        if (event.error !== undefined) this.notice('warn', `the leader epoch could not be stored: ${event.error}`);
        if (!this.mustLoad) return this.end({ kind: 'ready', state: this.held });
        this.notice('warn', 'not in step with the leader: loading the latest checkpoint');
        this.load();
        return undefined;
      case 'loaded': {
        // A standby that is out of step may still hold a later state than the latest checkpoint.
        const newer = event.state && event.state.version > (this.held?.version ?? 0);
        return this.end({ kind: 'ready', state: newer ? event.state : this.held });
      }
      case 'loadFailed':
        return this.onLoadFailed(event.reason, nowMs);
    }
  }

  tick(nowMs: number): void {
    if (nowMs >= this.retryAtMs) this.load();
  }

  private load(): void {
    this.retryAtMs = Infinity;
    this.tries += 1;
    this.emit({ kind: 'loadLatest', id: this.id });
  }

  private onLoadFailed(reason: string, nowMs: number): TakeOverResult | undefined {
    if (this.held) return this.end({ kind: 'ready', state: this.held });
    if (this.tries === MOST_TRIES) return this.end({ kind: 'failed', reason });
    this.notice('warn', `cannot load the latest checkpoint, trying again: ${reason}`);
    this.retryAtMs = nowMs + RETRY_MS;
    return undefined;
  }

  private end(result: TakeOverResult): TakeOverResult {
    this.result = result;
    return result;
  }

  private notice(level: 'info' | 'warn', message: string): void {
    this.emit({ kind: 'notice', level, message });
  }
}
