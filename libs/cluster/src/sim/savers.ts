/** The checkpoints of one process, one after the other: as one process at a time, one checkpoint at a time may be written. */
import type { TrainingState } from '../training/training-state.js';
import type { SavingEvent, SavingEffect } from '../saving/saving.js';
import { fail } from './checks.js';
import { SimulatedSaver, type SaverHost } from './saver.js';

/** One is being written, the machine asks for one more, and another is a resume's. */
const MOST_WAITING = 3;

export class Savers {
  private readonly waiting: SimulatedSaver[] = [];

  constructor(
    private readonly host: SaverHost,
    /** Carries out what the machine wants, and calls back for each effect, as long as the process lives. */
    private readonly execute: (
      event: SavingEvent,
      effects: readonly SavingEffect[],
      each: (effect: SavingEffect) => void,
    ) => void,
    private readonly onSettled: (state: TrainingState, error: string | undefined) => void,
  ) {}

  save(state: TrainingState, leaderEpoch: number, hurried: boolean): void {
    this.waiting.push(new SimulatedSaver(this.host, state, leaderEpoch, hurried));
    if (this.waiting.length > MOST_WAITING) fail(`${this.host.name} lets ${this.waiting.length} checkpoints wait`);
    if (this.waiting.length === 1) this.dispatch({ kind: 'begin' });
  }

  dispatch(event: SavingEvent): void {
    const saver = this.waiting[0];
    if (!saver) return;
    this.execute(event, saver.machine.handle(event), (effect) => {
      switch (effect.kind) {
        case 'execute':
          return saver.execute(effect);
        case 'announce':
          return this.host.announced(saver.state);
        case 'notice':
          return;
        case 'settled':
          this.waiting.shift();
          // Before anybody hears of it, who may want another one.
          if (this.waiting.length > 0) this.dispatch({ kind: 'begin' });
          return this.onSettled(saver.state, effect.error);
      }
    });
  }
}
