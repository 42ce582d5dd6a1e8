/** Carries out what the coordinator's machine wants, until the run ends. */
import {
  CoordinatorMachine,
  type CheckpointReason,
  type CoordinatorEffect,
  type CoordinatorEvent,
  type EndKind,
  type StepRecord,
  type TrainingState,
} from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import type { CoordinatorChannel, LeaderStandbyChannel } from '@lockstep/transport';
import type { Announcement } from '@lockstep/checkpoint';
import type { Lead } from './lead.js';

export interface SessionDependencies {
  machine: CoordinatorMachine;
  channel: CoordinatorChannel;
  standbys: LeaderStandbyChannel;
  lead: Lead;
  /** Nobody else can lead: a lead that cannot be renewed, on a full disk say, is no reason to pause. */
  alone: boolean;
  save: (state: TrainingState, reason: CheckpointReason) => Promise<Announcement | undefined>;
  announce: (announcement: Announcement, last: boolean) => void;
  onStep: (record: StepRecord) => void;
  onEpoch: (epoch: number, loss: number) => void;
  log: Logger;
}

export interface SessionResult {
  outcome: EndKind;
  reason: string;
  testLoss: number | undefined;
}

const TICK_MS = 50;

export class Session {
  private testLoss: number | undefined;
  /** The checkpoint that was begun last. */
  private checkpointing = Promise.resolve();
  private ticker: NodeJS.Timeout | undefined;
  private end: (result: SessionResult) => void = () => undefined;

  constructor(private readonly parts: SessionDependencies) {}

  /** Runs until the machine says that it is over. */
  async run(): Promise<SessionResult> {
    const over = new Promise<SessionResult>((resolve) => {
      this.end = resolve;
    });
    const { channel, standbys, lead, alone, log } = this.parts;
    const listening = [
      channel.listen({
        onMessage: (from, message) => this.dispatch({ kind: 'message', from, message }),
        onMalformed: (from, reason) => this.dispatch({ kind: 'malformed', from, reason }),
      }),
      standbys.listen(
        (from, message) => this.dispatch({ kind: 'standbyMessage', from, message }),
        (message) => log.debug(`dropped a message of a standby: ${message}`),
      ),
    ];
    lead.attach({
      onPause: () => {
        if (!alone) this.handle({ kind: 'pause' });
      },
      onResume: () => this.handle({ kind: 'resume' }),
      onDeposed: (leaderEpoch) => this.handle({ kind: 'deposed', leaderEpoch }),
      onStoreLost: ({ message }) => this.handle({ kind: 'stop', reason: message }),
    });
    this.ticker = setInterval(() => this.dispatch({ kind: 'tick' }), TICK_MS);
    this.dispatch({ kind: 'tick' });
    const result = await over;
    clearInterval(this.ticker);
    for (const each of listening) each.stop();
    return result;
  }

  /** How many standbys would go on if this coordinator stopped. */
  get standbys(): number {
    return this.parts.machine.status(performance.now()).standbys.length;
  }

  /** Settles when no checkpoint is being written any more; the run may have ended without waiting for it. */
  get saved(): Promise<void> {
    return this.checkpointing;
  }

  /** @param event what happened; a process that was stopped for a while has to see first whether it still leads */
  dispatch(event: CoordinatorEvent): void {
    this.parts.lead.check();
    this.handle(event);
  }

  private handle(event: CoordinatorEvent): void {
    for (const effect of this.parts.machine.handle(event, performance.now())) this.execute(effect);
  }

  private execute(effect: CoordinatorEffect): void {
    const { channel, standbys, log, onStep, onEpoch } = this.parts;
    switch (effect.kind) {
      case 'send':
        return channel.send(effect.to, effect.message);
      case 'broadcast':
        return channel.broadcast(effect.message);
      case 'toStandbys':
        return standbys.send(effect.message);
      case 'checkpoint':
        this.checkpointing = this.checkpoint(effect.state, effect.reason);
        return;
      case 'stepped':
        return onStep(effect.record);
      case 'epochEnded':
        return onEpoch(effect.epoch, effect.loss);
      case 'evaluated':
        this.testLoss = effect.testLoss;
        return;
      case 'notice':
        return log[effect.level](effect.message);
      case 'ended':
        return this.end({ outcome: effect.outcome, reason: effect.reason, testLoss: this.testLoss });
    }
  }

  private async checkpoint(state: TrainingState, reason: CheckpointReason): Promise<void> {
    const { save, announce } = this.parts;
    try {
      const announcement = await save(state, reason);
      if (announcement) announce(announcement, reason === 'last');
      this.dispatch({ kind: 'checkpointed', version: state.version });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.dispatch({ kind: 'checkpointed', version: state.version, error: message });
    }
  }
}
