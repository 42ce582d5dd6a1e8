/** One leadership: the machine that trains, in one leader epoch. */
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import type { TrainingState } from '../training/training-state.js';
import type { NodeConfig } from './events.js';

export class Training {
  readonly machine: CoordinatorMachine;
  /** Why the training ends once the last checkpoint is saved: a person stopped it, or the store is lost. */
  stopping: 'stopped' | 'storeLost' | undefined;
  private paused = false;

  /** Takes ownership of `state`. @throws InvalidConfigError */
  constructor(
    private readonly config: NodeConfig,
    readonly leaderEpoch: number,
    state: TrainingState,
  ) {
    const machineConfig: CoordinatorMachineConfig = { ...config.training, leaderEpoch };
    this.machine = config.createMachine?.(machineConfig, state) ?? new CoordinatorMachine(machineConfig, state);
  }

  handle(event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    const effects = this.machine.handle(event, nowMs);
    this.config.observe?.('coordinator', event, effects);
    return effects;
  }

  /** Does not pause a coordinator with its own server, because no other process can take the lead there. */
  setPaused(paused: boolean, nowMs: number): CoordinatorEffect[] {
    if (this.config.alone || this.paused === paused) return [];
    this.paused = paused;
    return this.handle({ kind: paused ? 'pause' : 'resume' }, nowMs);
  }
}
