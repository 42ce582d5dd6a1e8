/** Follows the leader as a standby, until this process takes over or ends. */
import type { StandbyEvent } from '../standby/events.js';
import { StandbyMachine } from '../standby/standby.js';
import type { NodeConfig, NodeEffect } from './events.js';

export class Following {
  readonly machine: StandbyMachine;

  constructor(
    private readonly config: NodeConfig,
    private readonly emit: (effect: NodeEffect) => void,
  ) {
    this.machine = new StandbyMachine(config.training);
    emit({ kind: 'startFollowing' });
  }

  handle(event: StandbyEvent, nowMs: number): void {
    const { incarnation, observe } = this.config;
    const effects = this.machine.handle(event, nowMs);
    observe?.('standby', event, effects);
    for (const effect of effects) {
      if (effect.kind === 'notice') this.emit(effect);
      else {
        const { leaderEpoch, body } = effect;
        this.emit({ kind: 'sendToLeader', message: { incarnation, leaderEpoch, body } });
      }
    }
  }
}
