/**
 * A coordinator process over its whole life, without I/O: (event, now) → effects.
 *
 *   start ─► wait for the lead, following the leader as a standby ─► take over ─► train ─► end
 *                         ▲                                                        │
 *                         └───────────────── deposed ──────────────────────────────┘
 *
 * The node composes four machines: Leadership (election), StandbyMachine, CoordinatorMachine (training) and Saving. The app
 * executes the effects with real sockets and disks, and the simulator with simulated ones. Neither decides anything.
 */
import type { CoordinatorEffect, CoordinatorEvent } from '../coordinator/events.js';
import type { CoordinatorMachine } from '../coordinator/machine.js';
import { copyState, type TrainingState } from '../training/training-state.js';
import type { LeadershipConfig, LeadershipEffect } from '../election/events.js';
import { Election } from './election.js';
import { STORE_LOST, type Ending } from './ending.js';
import type { NodeConfig, NodeEffect, NodeEvent, NodeResult } from './events.js';
import { Following } from './following.js';
import { Saves, type PendingSave } from './saves.js';
import { TakeOver, type TakeOverAnswer } from './take-over.js';
import { Training } from './training.js';

export class CoordinatorNode {
  private effects: NodeEffect[] = [];
  private readonly election: Election;
  private readonly saves: Saves;
  private following: Following | undefined;
  private takeOver: TakeOver | undefined;
  private training: Training | undefined;
  /** True when the lease may have run out. */
  private paused = false;
  private resumed: TrainingState | undefined;
  private ending: Ending | undefined;
  private over = false;

  constructor(private readonly config: NodeConfig) {
    this.election = new Election(config);
    this.saves = new Saves({
      emit: (effect) => this.emit(effect),
      currentEpoch: () => this.training?.leaderEpoch,
      onSettled: (save, error, nowMs) => this.onSaved(save, error, nowMs),
      observe: config.observe,
    });
    this.resumed = config.resumed;
    this.join(config.role);
  }

  /** The machine that trains, also after the training has ended; undefined when this process does not lead. */
  get coordinator(): CoordinatorMachine | undefined {
    return this.training?.machine;
  }

  /** True when messages of workers and standbys count. */
  get leads(): boolean {
    return this.training !== undefined && !this.ending;
  }

  /** The state of a standby; valid until the next event. */
  get followed(): Readonly<TrainingState> | undefined {
    return this.following?.machine.training;
  }

  handle(event: NodeEvent, nowMs: number): NodeEffect[] {
    if (this.over) return [];
    if (event.kind !== 'leaderKey') this.onElection(this.election.check(nowMs), nowMs);
    if (!this.over) this.dispatch(event, nowMs);
    this.advanceEnding(nowMs);
    const { effects } = this;
    this.effects = [];
    return effects;
  }

  private dispatch(event: NodeEvent, nowMs: number): void {
    switch (event.kind) {
      case 'tick':
        return this.onTick(nowMs);
      case 'message':
      case 'standbyMessage':
      case 'malformed':
      case 'gone':
        return this.train(event, nowMs);
      case 'leaderMessage':
        return this.following?.handle({ kind: 'message', message: event.message }, nowMs);
      case 'leaderKey':
        return this.onElection(this.election.answer(event.id, event.answer, nowMs), nowMs);
      case 'epochStored':
      case 'loaded':
      case 'loadFailed':
        return this.onTakeOver(event, nowMs);
      case 'encoded':
        return this.saves.encoded(event.id, event.key, nowMs);
      case 'saved':
        return this.saves.answer(event.id, event.answer, nowMs);
      case 'concluded':
        return this.ending?.stage === 'concluding' ? this.leave(nowMs) : undefined;
      case 'stop':
        return this.onStop(event.reason, nowMs);
      case 'abort':
        return this.onAbort(event.reason, nowMs);
    }
  }

  private onTick(nowMs: number): void {
    this.following?.handle({ kind: 'tick' }, nowMs);
    this.takeOver?.tick(nowMs);
    this.train({ kind: 'tick' }, nowMs);
    // Last, because the end of a save is an event of the training, which invalidates the views in the messages of the tick.
    this.saves.tick(nowMs);
  }

  private join(role: LeadershipConfig['role']): void {
    this.paused = false;
    this.election.join(role);
    if (role === 'lead') return;
    this.resumed = undefined;
    this.following = new Following(this.config, (effect) => this.emit(effect));
  }

  private onElection(effects: readonly LeadershipEffect[], nowMs: number): void {
    for (const effect of effects) this.onLeadership(effect, nowMs);
    // The lead was lost while it was being given up.
    if (this.ending?.stage === 'leaving' && this.election.over) this.exit();
  }

  private onLeadership(effect: LeadershipEffect, nowMs: number): void {
    switch (effect.kind) {
      case 'read':
        return this.emit({ kind: 'readLeaderKey', id: this.election.id });
      case 'write':
        return this.emit({ ...effect, kind: 'writeLeaderKey', id: this.election.id });
      case 'lead':
        return this.onLead(effect.epoch);
      case 'pause':
      case 'resume':
        this.paused = effect.kind === 'pause';
        return this.onTraining(this.training?.setPaused(this.paused, nowMs) ?? [], nowMs);
      case 'deposed':
        return this.onDeposed(effect.epoch, nowMs);
      case 'otherLeads':
        return this.end({ kind: 'otherLeads', epoch: effect.epoch }, 'released', nowMs);
      case 'gone':
        return this.onStoreLost(nowMs);
      case 'finished':
        return this.end({ kind: 'over', epoch: effect.epoch }, 'released', nowMs);
      case 'ended':
        return;
      case 'notice':
        return this.emit(effect);
    }
  }

  private onLead(epoch: number): void {
    // The process is ending, and the next write gives the lead up.
    if (this.ending) return;
    this.notice('debug', `leads in epoch ${epoch}`);
    const { following, resumed } = this;
    this.stopFollowing();
    const emit = (effect: NodeEffect) => this.emit(effect);
    this.takeOver = new TakeOver(epoch, this.election.id, following?.machine, resumed, emit);
  }

  private onTakeOver(event: TakeOverAnswer, nowMs: number): void {
    const result = this.takeOver?.handle(event, nowMs);
    if (!result) return;
    if (result.kind === 'failed') {
      return this.end({ kind: 'failed', reason: result.reason, waitingFor: '' }, 'released', nowMs);
    }
    const { epoch, followed } = this.takeOver!;
    this.takeOver = undefined;
    const state = result.state ?? this.config.initial();
    if (followed) this.notice('info', `takes over from step ${state.version} (leader epoch ${epoch})`);
    this.startTraining(epoch, state, nowMs);
  }

  private startTraining(leaderEpoch: number, state: TrainingState, nowMs: number): void {
    const { version } = state;
    const adopted = version > 0 ? copyState(state) : undefined;
    this.training = new Training(this.config, leaderEpoch, state);
    this.emit({ kind: 'startLeading', leaderEpoch, version });
    if (adopted) this.saves.add(adopted, 'adopted', leaderEpoch);
    this.onTraining(this.training.setPaused(this.paused, nowMs), nowMs);
    this.train({ kind: 'tick' }, nowMs);
  }

  private train(event: CoordinatorEvent, nowMs: number): void {
    if (this.training) this.onTraining(this.training.handle(event, nowMs), nowMs);
  }

  private onTraining(effects: readonly CoordinatorEffect[], nowMs: number): void {
    for (const effect of effects) {
      if (effect.kind === 'checkpoint') this.saves.add(effect.state, effect.reason, this.training!.leaderEpoch);
      else if (effect.kind === 'ended') this.onTrained(effect, nowMs);
      else this.emit(effect);
    }
  }

  /** Reports a save to the training that requested it, unless that has ended. */
  private onSaved(save: PendingSave, error: string | undefined, nowMs: number): void {
    if (save.reason === 'adopted' || save.leaderEpoch !== this.training?.leaderEpoch) return;
    const { version } = save.state;
    this.train({ kind: 'checkpointed', version, ...(error === undefined ? {} : { error }) }, nowMs);
  }

  private onTrained({ outcome, reason }: Extract<CoordinatorEffect, { kind: 'ended' }>, nowMs: number): void {
    const { machine, stopping } = this.training!;
    const { waitingFor, standbys } = machine.status(nowMs);
    if (outcome === 'finished') this.end({ kind: 'finished' }, 'finished', nowMs);
    else if (outcome === 'failed') this.end({ kind: 'failed', reason, waitingFor }, 'finished', nowMs);
    // The store can be lost during a stop, whose reason the machine then reports.
    else if (stopping === 'storeLost') this.end(STORE_LOST, 'released', nowMs);
    else this.end({ kind: 'stopped', standbys: standbys.length }, 'released', nowMs);
  }

  private onDeposed(epoch: number, nowMs: number): void {
    if (this.ending) return;
    const reason = `a coordinator with the leader epoch ${epoch} leads the run`;
    const stopping = this.training?.stopping;
    this.stopLeading();
    // Only a second coordinator that was started in the same folder can reach this coordinator's own server.
    if (this.config.alone) {
      return this.end({ kind: 'failed', reason: `${reason}: end one of the two`, waitingFor: '' }, 'released', nowMs);
    }
    if (stopping) return this.end({ kind: 'stopped', standbys: 0 }, 'released', nowMs);
    this.notice('warn', `${reason}: this one is a standby from now on`);
    this.join('standby');
  }

  private onStoreLost(nowMs: number): void {
    const { ending, training } = this;
    if (ending?.result.kind === 'stopped') ending.result = STORE_LOST;
    if (ending) return;
    if (!training) return this.end(STORE_LOST, 'released', nowMs);
    // The current state is saved to the disk first.
    training.stopping = 'storeLost';
    this.train({ kind: 'stop', reason: STORE_LOST.reason }, nowMs);
  }

  private onStop(reason: string, nowMs: number): void {
    const { training, following, ending } = this;
    if (ending) return;
    if (!training) {
      this.notice('info', `${reason}: ${following ? 'the standby ends' : 'ends before it leads'}`);
      return this.end({ kind: 'stopped', standbys: 0 }, 'released', nowMs);
    }
    const next = training.machine.status(nowMs).standbys.length > 0 ? '; a standby continues the run' : '';
    this.notice('info', `${reason}: stopping at the last step with a checkpoint${next}`);
    training.stopping ??= 'stopped';
    this.train({ kind: 'stop', reason }, nowMs);
  }

  private onAbort(reason: string, nowMs: number): void {
    if (this.training) this.train({ kind: 'abort', reason }, nowMs);
    else this.end({ kind: 'failed', reason, waitingFor: '' }, 'released', nowMs);
  }

  private end(result: NodeResult, lead: Ending['lead'], nowMs: number): void {
    if (this.ending) return;
    this.ending = { result, lead, stage: 'saving' };
    this.stopFollowing();
    this.takeOver = undefined;
    if (this.training) this.emit({ kind: 'stopLeading' });
    if (result.kind !== 'finished' && result.kind !== 'failed') this.saves.hurry(nowMs);
  }

  private advanceEnding(nowMs: number): void {
    if (this.ending?.stage !== 'saving' || this.saves.busy) return;
    if (this.ending.result.kind !== 'finished') return this.leave(nowMs);
    this.ending.stage = 'concluding';
    this.emit({ kind: 'conclude' });
  }

  private leave(nowMs: number): void {
    this.ending!.stage = 'leaving';
    this.onElection(this.election.end(this.ending!.lead, nowMs), nowMs);
  }

  private exit(): void {
    if (!this.over) this.emit({ kind: 'exit', result: this.ending!.result });
    this.over = true;
  }

  private stopFollowing(): void {
    if (this.following) this.emit({ kind: 'stopFollowing' });
    this.following = undefined;
  }

  private stopLeading(): void {
    if (this.training) this.emit({ kind: 'stopLeading' });
    this.training = undefined;
    this.takeOver = undefined;
  }

  private notice(level: 'debug' | 'info' | 'warn', message: string): void {
    this.emit({ kind: 'notice', level, message });
  }

  private emit(effect: NodeEffect): void {
    this.effects.push(effect);
  }
}
