/**
 * The coordinator's logic, without I/O: (event, now) → effects.
 *
 * In each step it leases the shards of the global batch to the workers, adds their gradient sums along the canonical tree,
 * divides by the number of samples, applies Adam and broadcasts the new weights. After the last step the test loss is computed
 * in the same way. The sums, and so the weights, do not depend on which workers join, die, hang or repeat messages.
 */
import { stepsPerEpoch } from '@lockstep/data';
import type { GradientSum } from '@lockstep/optim';
import type { Join, Status, WorkerId, WorkerMessage } from '@lockstep/protocol';
import { checkConfig, workOf } from '../training/step-work.js';
import { VectorPool } from '../vector-pool.js';
import { Members, type Member } from '../membership/members.js';
import { StandbyFeed } from '../standby/feed.js';
import type { StepAction } from '../step/action.js';
import { Leasing } from '../step/leasing.js';
import { OpenStep, type Received, type Totals } from '../step/open-step.js';
import { Checkpoints } from '../training/checkpoints.js';
import { applyUpdate, type TrainingState } from '../training/training-state.js';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig, EndKind } from './events.js';
import { Outbox, type Recipient } from './outbox.js';
import { Responses, type StepFailure } from './responses.js';
import { StepWatch } from './step-watch.js';

const LEADER_HEARTBEAT_MS = 500;
/** Vectors of gradient sums that are kept for reuse. */
const MOST_FREE_VECTORS = 16;

export class CoordinatorMachine {
  private readonly out: Outbox;
  private readonly members: Members;
  private readonly responses: Responses;
  private readonly leasing: Leasing;
  private readonly watch: StepWatch;
  private readonly checkpoints: Checkpoints;
  private readonly standbys: StandbyFeed;
  private readonly vectors = new VectorPool(MOST_FREE_VECTORS);
  private readonly totals: Totals = { leases: 0, audited: 0, auditsSkipped: 0 };
  private step: OpenStep;
  private failure: StepFailure | undefined;
  private lastHeartbeatMs = -Infinity;
  private paused = false;
  private ending: { how: EndKind; reason: string } | undefined;
  private over = false;

  /** Takes ownership of `state`. @throws InvalidConfigError */
  constructor(
    private readonly config: CoordinatorMachineConfig,
    private readonly state: TrainingState,
  ) {
    checkConfig(config);
    this.out = new Outbox(config, state);
    this.members = new Members(config, state.fingerprint);
    this.responses = new Responses(this.members, this.out);
    this.leasing = new Leasing(config, this.members);
    this.watch = new StepWatch(this.members);
    this.checkpoints = new Checkpoints(state.version);
    this.standbys = new StandbyFeed(config, this.out, state);
    // There is no time before the first event, so the duration of this step counts from the first tick.
    this.step = this.nextStep(-Infinity);
  }

  get workerCount(): number {
    return this.members.size;
  }

  /** The state of training, valid until the next event. */
  get training(): Readonly<TrainingState> {
    return this.state;
  }

  handle(event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    if (this.over) return [];
    this.dispatch(event, nowMs);
    if (!this.ending && !this.paused) this.advance(nowMs);
    this.endIfSettled();
    return this.out.take();
  }

  /** The state of the run, for people. */
  status(nowMs: number): Omit<Status, 'run'> {
    const { leaderEpoch, totalSteps } = this.config;
    return {
      leaderEpoch,
      version: this.state.version,
      totalSteps,
      stepsPerEpoch: stepsPerEpoch(this.config.trainSamples, this.config.batchSize),
      paused: this.paused,
      ...this.watch.status(this.step, nowMs),
      standbys: this.standbys.status(nowMs),
      audited: this.totals.audited,
      auditsSkipped: this.totals.auditsSkipped,
    };
  }

  /** Ends the step when its sum is complete, and leases the shards that no worker computes. */
  private advance(nowMs: number): void {
    this.finishStep(nowMs);
    if (this.ending) return;
    this.act(this.leasing.assign(this.step, nowMs));
    // An audit that no worker can do may have been the last thing that the step waited for.
    if (this.finishStep(nowMs) && !this.ending) this.act(this.leasing.assign(this.step, nowMs));
  }

  /** @returns whether the step has ended */
  private finishStep(nowMs: number): boolean {
    const { failure, step } = this;
    if (failure?.resumable) this.stop('failed', failure.reason);
    else if (failure) this.fail(failure.reason);
    else if (!step.sum) return false;
    else if (step.work.phase === 'train') this.commit(step.sum, nowMs);
    else {
      this.out.push({ kind: 'evaluated', testLoss: step.sum.lossSum / step.sum.samples });
      this.ending = { how: 'finished', reason: 'all steps are done' };
    }
    return true;
  }

  private act(actions: readonly StepAction[]): void {
    for (const action of actions) {
      if (action.kind === 'send') this.out.send(action.to, action.body);
      else if (action.kind === 'warn') this.out.notice('warn', action.message);
      else this.failure ??= { reason: action.reason, resumable: true };
    }
  }

  private dispatch(event: CoordinatorEvent, nowMs: number): void {
    switch (event.kind) {
      case 'message':
        return this.onMessage(event.from, event.message, nowMs);
      case 'standbyMessage':
        return this.standbys.onMessage(event.from, event.message, nowMs);
      case 'malformed':
        return this.out.refuse({ id: event.from, incarnation: 0 }, { code: 'MALFORMED', reason: event.reason });
      case 'gone': {
        const member = this.members.get(event.worker);
        if (member) this.responses.remove(this.step, member, event.reason);
        return;
      }
      case 'tick':
        return this.onTick(nowMs);
      case 'checkpointed':
        return this.onCheckpointed(event.version, event.error);
      case 'pause':
      case 'resume':
        return this.setPaused(event.kind === 'pause');
      case 'stop':
        return this.stop('stopped', event.reason);
      case 'abort':
        return this.stop('failed', event.reason);
    }
  }

  private onMessage(id: WorkerId, { body, incarnation, leaderEpoch }: WorkerMessage, nowMs: number): void {
    const sender = { id, incarnation };
    if (body.kind === 'join') return this.onJoin(sender, body, nowMs);
    const member = this.members.get(id);
    if (!member || member.incarnation !== incarnation) {
      if (body.kind === 'leave') return;
      return this.out.refuse(sender, { code: 'UNKNOWN_WORKER', reason: 'I do not know you: join first' });
    }
    member.lastSeenMs = nowMs;
    const follows = leaderEpoch === this.config.leaderEpoch;
    switch (body.kind) {
      case 'heartbeat':
        // Ignore the state of its leases when they were granted by another leader.
        return follows ? this.members.heartbeat(member, body, nowMs) : undefined;
      case 'leave':
        return this.responses.remove(this.step, member, `left: ${body.reason}`);
      case 'weightsRequest':
        return this.out.answerWeightsRequest(member, body, nowMs);
      case 'gradientPart':
        if (!follows) return this.respond(member, this.step.stale(body), nowMs);
        // While the run ends, no step is added to its last checkpoint.
        if (this.ending) return;
        return this.respond(member, this.step.receive(member, body, this.members.size, nowMs), nowMs);
    }
  }

  private respond(member: Member, received: Received, nowMs: number): void {
    const result = this.responses.respond(this.step, member, received);
    if (result === 'recompute') this.step = this.step.recompute(nowMs);
    else if (result) this.failure ??= result;
  }

  private onJoin(sender: Recipient, join: Join, nowMs: number): void {
    const known = this.members.get(sender.id)?.incarnation === sender.incarnation;
    const joined = this.members.join(sender.id, sender.incarnation, join, nowMs);
    if ('code' in joined) return this.out.refuse(sender, joined);
    this.state.fingerprint ??= this.members.fingerprint;
    this.out.send(sender, { kind: 'welcome' });
    if (!known) this.out.notice('info', `worker ${joined.key} joined from ${join.host} with ${join.device}`);
  }

  private nextStep(nowMs: number): OpenStep {
    const { config, vectors, totals, state } = this;
    const phase = state.version < config.totalSteps ? 'train' : 'evaluate';
    return new OpenStep(workOf(config, phase, state.version), config, vectors, totals, nowMs);
  }

  private commit(sum: GradientSum, nowMs: number): void {
    const { state, config, step } = this;
    const { size: samples, epoch } = step.work;
    const loss = applyUpdate(state, sum, config);
    this.out.broadcastWeights();
    if (!this.standbys.onCommit(sum, nowMs)) this.vectors.give(sum.vector);
    const record = { step: state.version, epoch: epoch + 1, loss, samples, workers: step.times };
    this.out.push({ kind: 'stepped', record });
    this.watch.stepped(step, nowMs);
    this.step = this.nextStep(nowMs);
    if (state.version === config.totalSteps) this.out.notice('info', 'the last step is done: computing the test loss');
    this.out.checkpoint(this.checkpoints.updated(state, this.noteEpoch(epoch), config));
  }

  private noteEpoch(epoch: number): boolean {
    if (workOf(this.config, 'train', this.state.version).epoch === epoch) return false;
    const loss = this.state.epochLosses[epoch];
    if (loss !== undefined) this.out.push({ kind: 'epochEnded', epoch: epoch + 1, loss });
    return true;
  }

  private onCheckpointed(version: number, error: string | undefined): void {
    this.out.checkpoint(this.checkpoints.settled(version, error));
    if (error === undefined) return;
    if (this.checkpoints.lost) this.fail(error);
    else this.out.notice('warn', `${error} Training continues, and the next checkpoint is tried at its usual time.`);
  }

  private onTick(nowMs: number): void {
    for (const member of this.members.silent(nowMs)) {
      this.responses.remove(this.step, member, `was silent for ${((nowMs - member.lastSeenMs) / 1000).toFixed(1)} s`);
    }
    this.standbys.tick(nowMs);
    if (this.paused) return;
    if (!this.ending) {
      this.act(this.leasing.tick(this.step, nowMs));
      const waiting = this.watch.notice(this.step, nowMs);
      if (waiting !== undefined) this.out.notice('warn', waiting);
    }
    if (nowMs - this.lastHeartbeatMs < LEADER_HEARTBEAT_MS) return;
    this.lastHeartbeatMs = nowMs;
    this.out.broadcast({ kind: 'heartbeat' });
  }

  private setPaused(paused: boolean): void {
    if (this.paused === paused) return;
    this.paused = paused;
    if (paused) {
      this.out.notice('warn', 'cannot renew the lead of the run: nothing is committed until that is possible again');
    } else this.out.notice('info', 'leads the run again');
  }

  /** Stops after the last update. Shards that are being computed are dropped, and computed again after a resume. */
  private stop(how: 'stopped' | 'failed', reason: string): void {
    // A finished run that waits to lead again, in order to announce its end, can be stopped without that.
    if (this.ending?.how === 'finished') this.ending = { how, reason };
    if (this.ending) return;
    this.ending = { how, reason };
    this.out.checkpoint(this.checkpoints.want('stop', this.state));
  }

  /** Ends the run once the checkpoint that is being written is complete. */
  private fail(reason: string): void {
    if (!this.paused) this.out.broadcast({ kind: 'ended', reason });
    this.ending = { how: 'failed', reason };
  }

  private endIfSettled(): void {
    if (this.over || !this.ending || this.checkpoints.busy) return;
    const { how, reason } = this.ending;
    // Only a leader tells workers to exit, because another coordinator may need them soon.
    if (how === 'finished' && this.paused) return;
    // After a stop, workers stay and wait until the coordinator comes back with --resume.
    if (how === 'finished') this.out.broadcast({ kind: 'ended', reason });
    this.over = true;
    this.out.push({ kind: 'ended', outcome: how, reason });
  }
}
