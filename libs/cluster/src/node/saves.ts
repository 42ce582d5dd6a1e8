/**
 * The saves of a process, one after another. Two saves must not write to one folder at the same time, so the first save of a new
 * leadership waits until the previous leadership's pending save has settled.
 */
import type { TrainingState } from '../training/training-state.js';
import { Saving, type SavingEffect, type SavingEvent, type SavingOperation } from '../saving/saving.js';
import type { NodeEffect, Observer, SaveAnswer, SaveReason } from './events.js';

/** Time that all operations on the object store may take together when the process is about to end. */
const HURRIED_PUBLISH_MS = 2000;
/** Bounded, because the next checkpoint waits for the adopted one. */
const ADOPT_PUBLISH_MS = 15_000;
/** Operations that wait for a server. Pruning is not one of them, because it follows the announcement. */
const PUBLISHING: readonly SavingOperation[] = ['getLatest', 'upload', 'setLatest'];

export interface PendingSave {
  readonly state: TrainingState;
  readonly reason: SaveReason;
  readonly leaderEpoch: number;
  /** Undefined until the files are encoded. */
  machine: Saving | undefined;
  /** Set while the save waits for an answer. */
  question: { id: number; operation: SavingOperation | 'encode' } | undefined;
  publishWithinMs: number;
  publishingSinceMs: number | undefined;
}

export interface SavesOptions {
  emit: (effect: NodeEffect) => void;
  /** The epoch in which this process leads, undefined when it does not lead. */
  currentEpoch: () => number | undefined;
  onSettled: (save: PendingSave, error: string | undefined, nowMs: number) => void;
  observe: Observer | undefined;
}

export class Saves {
  private readonly pending: PendingSave[] = [];
  private ids = 0;

  constructor(private readonly options: SavesOptions) {}

  get busy(): boolean {
    return this.pending.length > 0;
  }

  add(state: TrainingState, reason: SaveReason, leaderEpoch: number): void {
    this.pending.push({
      state,
      reason,
      leaderEpoch,
      machine: undefined,
      question: undefined,
      publishWithinMs: reason === 'stop' ? HURRIED_PUBLISH_MS : reason === 'adopted' ? ADOPT_PUBLISH_MS : Infinity,
      publishingSinceMs: undefined,
    });
    this.beginNext();
  }

  /** Limits the time of the pending saves, because the process ends as soon as they have settled. */
  hurry(nowMs: number): void {
    for (const save of this.pending) {
      const elapsedMs = nowMs - (save.publishingSinceMs ?? nowMs);
      save.publishWithinMs = Math.min(save.publishWithinMs, elapsedMs + HURRIED_PUBLISH_MS);
    }
  }

  /** @param id id of the encode effect */
  encoded(id: number, key: string, nowMs: number): void {
    const save = this.asked(id);
    if (!save) return;
    const { leaderEpoch, reason, state } = save;
    save.machine = new Saving({ leaderEpoch, step: state.version, key, hurried: reason === 'stop' });
    this.advance(save, { kind: 'begin' }, nowMs);
  }

  /** Ignores an answer that no save waits for. @param id id of the execute or encode effect */
  answer(id: number, answer: SaveAnswer, nowMs: number): void {
    const save = this.asked(id);
    if (save) this.proceed(save, answer, nowMs);
  }

  tick(nowMs: number): void {
    const save = this.pending[0];
    if (!save?.question || save.publishingSinceMs === undefined) return;
    const { question, publishWithinMs, publishingSinceMs } = save;
    if (!isPublishing(question.operation) || nowMs - publishingSinceMs < publishWithinMs) return;
    save.question = undefined;
    const error = `the server did not answer within ${Math.round(publishWithinMs)} ms`;
    this.proceed(save, { kind: 'failed', error }, nowMs);
  }

  private asked(id: number): PendingSave | undefined {
    const save = this.pending[0];
    if (save?.question?.id !== id) return undefined;
    save.question = undefined;
    return save;
  }

  private proceed(save: PendingSave, answer: SaveAnswer, nowMs: number): void {
    if (save.machine) return this.advance(save, answer, nowMs);
    // The encoding failed.
    if (answer.kind === 'failed') this.settle(save, answer.error, nowMs);
  }

  private advance(save: PendingSave, event: SavingEvent, nowMs: number): void {
    const effects = save.machine!.handle(event);
    this.options.observe?.('saving', event, effects);
    for (const effect of effects) this.execute(save, effect, nowMs);
  }

  private execute(save: PendingSave, effect: SavingEffect, nowMs: number): void {
    const { emit, currentEpoch } = this.options;
    switch (effect.kind) {
      case 'execute': {
        const { operation, revision } = effect;
        if (isPublishing(operation)) save.publishingSinceMs ??= nowMs;
        return emit({ kind: 'execute', id: this.ask(save, operation), operation, revision });
      }
      case 'announce': {
        const hint = save.reason !== 'adopted' && save.leaderEpoch === currentEpoch();
        return emit({ kind: 'announce', hint, last: save.reason === 'last' });
      }
      case 'notice':
        return emit(effect);
      case 'settled':
        return this.settle(save, effect.error, nowMs);
    }
  }

  private settle(save: PendingSave, error: string | undefined, nowMs: number): void {
    const { emit, onSettled } = this.options;
    this.pending.shift();
    const { version } = save.state;
    if (save.reason === 'adopted') {
      if (error !== undefined)
        emit({
          kind: 'notice',
          level: 'warn',
          message: `the state that training resumes from could not be saved: ${error}`,
        });
    } else if (error === undefined) {
      const why = save.reason === 'periodic' ? '' : ` (${save.reason})`;
      emit({ kind: 'notice', level: 'info', message: `saved the checkpoint of step ${version}${why}` });
    }
    this.beginNext();
    onSettled(save, error, nowMs);
  }

  private beginNext(): void {
    const save = this.pending[0];
    if (!save || save.machine || save.question) return;
    const { state, leaderEpoch, reason } = save;
    this.options.emit({ kind: 'encode', id: this.ask(save, 'encode'), state, leaderEpoch, reason });
  }

  private ask(save: PendingSave, operation: SavingOperation | 'encode'): number {
    this.ids += 1;
    save.question = { id: this.ids, operation };
    return this.ids;
  }
}

function isPublishing(operation: SavingOperation | 'encode'): boolean {
  return (PUBLISHING as readonly string[]).includes(operation);
}
