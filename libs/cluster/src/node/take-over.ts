/** From the moment at which a process has the lead to the state with which it trains. */
import type { TrainingState } from '../training/training-state.js';
import type { StandbyMachine } from '../standby/standby.js';
import type { NodeEffect, NodeEvent } from './events.js';

/** The servers may be electing a leader of their own, which takes seconds and may be the reason for the take-over. */
const MOST_TRIES = 20;
const RETRY_MS = 1000;

export type TakeOverAnswer = Extract<NodeEvent, { kind: 'epochStored' | 'loaded' | 'loadFailed' }>;

/** What training starts with; `state` is undefined when nothing of the run was ever saved. */
export type TakeOverResult = { kind: 'ready'; state: TrainingState | undefined } | { kind: 'failed'; reason: string };

export class TakeOver {
  /** Whether this process has followed a leader before. */
  readonly followed: boolean;
  private readonly held: TrainingState | undefined;
  private mustLoad: boolean;
  private tries = 0;
  private retryAtMs = Infinity;
  private result: TakeOverResult | undefined;

  /**
   * @param id marks the questions of this take-over
   * @param standby the machine that has followed until now; undefined for a process that did not follow
   * @param resumed what a process that did not follow resumes
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

  /** Undefined as long as the take-over is not over. */
  handle(event: TakeOverAnswer, nowMs: number): TakeOverResult | undefined {
    if (event.id !== this.id || this.result) return undefined;
    switch (event.kind) {
      case 'epochStored':
        if (event.error !== undefined)
          this.notice('warn', `the leader epoch could not be written down: ${event.error}`);
        if (!this.mustLoad) return this.end({ kind: 'ready', state: this.held });
        this.notice('warn', 'was not in step with the leader: looking for the latest checkpoint');
        this.load();
        return undefined;
      case 'loaded': {
        // A standby that is out of step may still hold more than the latest checkpoint.
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
    this.notice('warn', `no checkpoint this time: ${reason}`);
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
