/**
 * The coordinator's logic, without I/O: (event, now) → effects.
 *
 * Each step: lease the shards of the global batch to the workers, add their partial gradient sums along the canonical tree,
 * divide by the number of samples, apply Adam, broadcast the new weights. After the last step the test loss is computed in
 * the same way. Whatever workers come, go, hang or repeat themselves, the sums are the same, so the weights are.
 */
import { adamStep, type Partial } from '@lockstep/optim';
import type { Join, WorkerId, WorkerMessage } from '@lockstep/protocol';
import { checkPlan, workOf } from '../plan.js';
import { Checkpoints } from './checkpoints.js';
import type { CheckpointReason, CoordinatorEffect, CoordinatorEvent, CoordinatorPlan } from './events.js';
import { Leasing, stale } from './leasing.js';
import { Members } from './members.js';
import { Outbox, type Recipient } from './outbox.js';
import { epochLosses, type TrainingState } from './training-state.js';

/** β and ε of Adam as in Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, and PyTorch's defaults. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const LEADER_BEAT_MS = 500;
const WAITING_NOTICE_MS = 10_000;

export class CoordinatorMachine {
  private readonly out: Outbox;
  private readonly members: Members;
  private readonly checkpoints: Checkpoints;
  private readonly leasing: Leasing;
  private lastBeatMs = -Infinity;
  private waitingSinceMs: number | undefined;
  private ending: { how: 'finished' | 'stopped' | 'failed'; reason: string } | undefined;
  private over = false;

  /** Takes ownership of `state`. @throws InvalidPlanError */
  constructor(
    private readonly plan: CoordinatorPlan,
    private readonly state: TrainingState,
  ) {
    checkPlan(plan);
    this.out = new Outbox(plan.leaderEpoch, plan.partSizeBytes, state);
    this.members = new Members(plan, state.fingerprint);
    this.checkpoints = new Checkpoints(state.version);
    this.leasing = new Leasing(plan, this.members, this.out);
    this.openStep();
  }

  get workerCount(): number {
    return this.members.size;
  }

  /** What training has reached: valid until the next event. */
  get training(): Readonly<TrainingState> {
    return this.state;
  }

  handle(event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    if (this.over) return [];
    this.dispatch(event, nowMs);
    if (!this.ending && !this.over) this.leasing.assign(nowMs);
    this.endIfSettled();
    return this.out.take();
  }

  private dispatch(event: CoordinatorEvent, nowMs: number): void {
    switch (event.kind) {
      case 'message':
        return this.onMessage(event.from, event.message, nowMs);
      case 'malformed':
        return this.out.refuse({ id: event.from, incarnation: 0 }, { code: 'MALFORMED', sentence: event.sentence });
      case 'gone': {
        const member = this.members.get(event.worker);
        if (member) this.leasing.remove(member, event.reason);
        return;
      }
      case 'tick':
        return this.onTick(nowMs);
      case 'checkpointed':
        return this.onCheckpointed(event.version, event.error);
      case 'stop':
        return this.stop('stopped', event.reason);
      case 'giveUp':
        return this.stop('failed', event.reason);
    }
  }

  private onMessage(id: WorkerId, { body, incarnation, leaderEpoch }: WorkerMessage, nowMs: number): void {
    const sender = { id, incarnation };
    if (body.kind === 'join') return this.onJoin(sender, body, nowMs);
    const member = this.members.get(id);
    if (!member || member.incarnation !== incarnation) {
      if (body.kind === 'leave') return;
      return this.out.refuse(sender, { code: 'UNKNOWN_WORKER', sentence: 'I do not know you: join first' });
    }
    member.lastSeenMs = nowMs;
    const follows = leaderEpoch === this.plan.leaderEpoch;
    switch (body.kind) {
      case 'beat':
        // What it says of leases is said of another leader's.
        if (!follows) return;
        member.beat = body;
        if (body.computed) member.stuck = false;
        return;
      case 'leave':
        return this.leasing.remove(member, `left: ${body.reason}`);
      case 'weightsWanted':
        return this.out.sendWeights(sender, body.version === this.state.version ? body.parts : []);
      case 'partialPart':
        if (!follows) return this.out.refuse(member, stale(body, this.state.version));
        // While the run ends, its last checkpoint is what it has reached: no step is added to it.
        return this.ending ? undefined : this.onOutcome(this.leasing.onPart(member, body, nowMs));
    }
  }

  private onJoin(sender: Recipient, join: Join, nowMs: number): void {
    const known = this.members.get(sender.id)?.incarnation === sender.incarnation;
    const joined = this.members.join(sender.id, sender.incarnation, join, nowMs);
    if ('code' in joined) return this.out.refuse(sender, joined);
    this.state.fingerprint ??= this.members.fingerprint;
    this.out.send(sender, { kind: 'welcome' });
    if (!known) this.out.notice('info', `worker ${joined.key} joined from ${join.host} with ${join.device}`);
  }

  private onOutcome(outcome: ReturnType<Leasing['onPart']>): void {
    if (outcome === undefined) return;
    if (outcome === 'diverged') {
      const { phase, version } = this.leasing.work;
      const what = phase === 'train' ? `the gradient of step ${version + 1}` : 'the test loss';
      return this.fail(`${what} is not finite on a second try either: training has diverged; try a smaller --lr`);
    }
    if (this.leasing.work.phase === 'train') return this.commit(outcome);
    this.out.push({ kind: 'evaluated', testLoss: outcome.lossSum / outcome.samples });
    this.ending = { how: 'finished', reason: 'all steps are done' };
  }

  // ---- steps -----------------------------------------------------------------------------------------------------

  private openStep(): void {
    const phase = this.state.version < this.plan.totalSteps ? 'train' : 'evaluate';
    this.leasing.open(workOf(this.plan, phase, this.state.version));
  }

  private commit(sum: Partial): void {
    const { state, plan } = this;
    const { size: samples, epoch } = this.leasing.work;
    adamStep(state.weights, sum.vector, sum.samples, state.adam, { ...ADAM, learningRate: plan.learningRate });
    state.version += 1;
    this.out.broadcastWeights();
    const loss = sum.lossSum / sum.samples;
    state.losses.push(loss);
    const { times: workers } = this.leasing;
    this.out.push({ kind: 'stepped', record: { step: state.version, epoch: epoch + 1, loss, samples, workers } });
    this.openStep();
    if (state.version === plan.totalSteps) this.out.notice('info', 'the last step is done: computing the test loss');
    this.checkpointIfDue(this.noteEpoch(epoch));
  }

  private noteEpoch(epoch: number): boolean {
    if (workOf(this.plan, 'train', this.state.version).epoch === epoch) return false;
    const loss = epochLosses(this.state.losses, this.plan)[epoch];
    if (loss !== undefined) this.out.push({ kind: 'epochEnded', epoch: epoch + 1, loss });
    return true;
  }

  private checkpointIfDue(epochEnded: boolean): void {
    const { version } = this.state;
    if (version === this.plan.totalSteps) this.want('last');
    else if (epochEnded) this.want('epoch');
    else if (version % this.plan.checkpointEvery === 0) this.want('periodic');
  }

  private want(reason: CheckpointReason): void {
    this.out.push(...this.checkpoints.want(reason, this.state));
  }

  private onCheckpointed(version: number, error: string | undefined): void {
    this.out.push(...this.checkpoints.settled(version, error));
    if (error === undefined) return;
    if (this.checkpoints.lost) this.fail(error);
    else this.out.notice('warn', `${error} Training goes on; the next checkpoint is tried at its time.`);
  }

  // ---- time and the end --------------------------------------------------------------------------------------------

  private onTick(nowMs: number): void {
    for (const member of this.members.silent(nowMs)) {
      this.leasing.remove(member, `was silent for ${((nowMs - member.lastSeenMs) / 1000).toFixed(1)} s`);
    }
    if (!this.ending) this.leasing.chase(nowMs);
    if (nowMs - this.lastBeatMs >= LEADER_BEAT_MS) {
      this.lastBeatMs = nowMs;
      this.out.broadcast({ kind: 'beat' });
    }
    this.noteWaiting(nowMs);
  }

  private noteWaiting(nowMs: number): void {
    if (this.members.size > 0 || this.ending) {
      this.waitingSinceMs = undefined;
      return;
    }
    this.waitingSinceMs ??= nowMs;
    if (nowMs - this.waitingSinceMs < WAITING_NOTICE_MS) return;
    this.waitingSinceMs = nowMs;
    this.out.notice('warn', `no workers: step ${this.state.version + 1} waits until one joins`);
  }

  /** Stops at the last update; shards that are being computed are dropped, and computed again after a resume. */
  private stop(how: 'stopped' | 'failed', reason: string): void {
    if (this.ending) return;
    this.ending = { how, reason };
    this.want('stop');
  }

  /** Ends the run once the checkpoint that is being written is there. */
  private fail(reason: string): void {
    this.out.broadcast({ kind: 'ended', reason });
    this.ending = { how: 'failed', reason };
  }

  private endIfSettled(): void {
    if (this.over || !this.ending || this.checkpoints.busy) return;
    const { how, reason } = this.ending;
    // After a stop, workers are not sent away: they wait for the coordinator to come back with --resume.
    if (how === 'finished') this.out.broadcast({ kind: 'ended', reason });
    this.over = true;
    this.out.push({ kind: 'ended', outcome: how, reason });
  }
}
