/** One leadership: the machine that trains, in one leader epoch. */
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import type { TrainingState } from '../training/training-state.js';
import type { NodeConfig } from './events.js';

export class Training {
  readonly machine: CoordinatorMachine;
  /** A person has asked the process to stop, or the store is lost: the end comes once the last checkpoint is saved. */
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

  /** Nobody else can lead a run whose server only this coordinator uses, so a lease that cannot be renewed changes nothing. */
  setPaused(paused: boolean, nowMs: number): CoordinatorEffect[] {
    if (this.config.alone || this.paused === paused) return [];
    this.paused = paused;
    return this.handle({ kind: paused ? 'pause' : 'resume' }, nowMs);
  }
}
