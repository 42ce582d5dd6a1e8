/**
 * The coordinator's logic, without I/O: (event, now) → effects.
 *
 * Each step: lease the shards of the global batch to the workers, add their partial gradient sums along the canonical tree,
 * divide by the number of samples, apply Adam, broadcast the new weights. After the last step the test loss is computed in
 * the same way. Whatever workers come, go, hang or repeat themselves, the sums are the same, so the weights are.
 */
import { stepsPerEpoch } from '@lockstep/data';
import type { GradientSum } from '@lockstep/optim';
import type { Join, Status, WorkerHeartbeat, WorkerId, WorkerMessage } from '@lockstep/protocol';
import { checkConfig, workOf } from '../step-work.js';
import { Checkpoints } from './checkpoints.js';
import type {
  CheckpointReason,
  CoordinatorEffect,
  CoordinatorEvent,
  CoordinatorMachineConfig,
  EndKind,
} from './events.js';
import { StepWatch } from './step-watch.js';
import { Leasing, type Outcome } from './leasing.js';
import { Members, type Member } from './members.js';
import { Outbox, type Recipient } from './outbox.js';
import { StandbyFeed } from '../standby/feed.js';
import { applyUpdate, type TrainingState } from './training-state.js';

const LEADER_HEARTBEAT_MS = 500;

export class CoordinatorMachine {
  private readonly out: Outbox;
  private readonly members: Members;
  private readonly checkpoints: Checkpoints;
  private readonly leasing: Leasing;
  private readonly standbys: StandbyFeed;
  private lastHeartbeatMs = -Infinity;
  private readonly watch: StepWatch;
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
    this.checkpoints = new Checkpoints(state.version);
    this.leasing = new Leasing(config, this.members, this.out);
    this.standbys = new StandbyFeed(config, this.out, state);
    this.watch = new StepWatch(this.leasing, this.members);
    // Before the first event there is no time: the step counts from when a worker can hold it.
    this.openStep(-Infinity);
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
    // One that is deposed only waits for what is being written: workers and standbys are another's, and hear nothing of it.
    if (this.ending?.how === 'deposed' && event.kind !== 'checkpointed') return [];
    this.dispatch(event, nowMs);
    if (!this.ending && !this.paused) this.advance(nowMs);
    this.endIfSettled();
    return this.out.take();
  }

  /** How the run is, for people. */
  status(nowMs: number): Omit<Status, 'run'> {
    const { leaderEpoch, totalSteps } = this.config;
    return {
      leaderEpoch,
      version: this.state.version,
      totalSteps,
      stepsPerEpoch: stepsPerEpoch(this.config.trainSamples, this.config.batchSize),
      paused: this.paused,
      ...this.watch.status(nowMs),
      standbys: this.standbys.status(nowMs),
      audited: this.leasing.receiver.audited,
      auditsSkipped: this.leasing.receiver.auditsSkipped,
    };
  }

  /** Ends the step when its sum is whole, and gives out what nobody computes. */
  private advance(nowMs: number): void {
    this.finishStep(nowMs);
    if (this.ending) return;
    this.leasing.assign(nowMs);
    // An audit that nobody can do may have been the last thing that the step waited for.
    if (this.finishStep(nowMs) && !this.ending) this.leasing.assign(nowMs);
  }

  private finishStep(nowMs: number): boolean {
    const outcome = this.leasing.outcome();
    if (!outcome) return false;
    this.onOutcome(outcome, nowMs);
    return true;
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
        if (member) this.leasing.remove(member, event.reason);
        return;
      }
      case 'tick':
        return this.onTick(nowMs);
      case 'checkpointed':
        return this.onCheckpointed(event.version, event.error);
      case 'pause':
      case 'resume':
        return this.setPaused(event.kind === 'pause');
      case 'deposed':
        this.ending = {
          how: 'deposed',
          reason: `a coordinator with the leader epoch ${event.leaderEpoch} leads the run`,
        };
        this.checkpoints.abandon();
        return;
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
        // What it says of leases is said of another leader's.
        if (!follows) return;
        return this.onHeartbeat(member, body, nowMs);
      case 'leave':
        return this.leasing.remove(member, `left: ${body.reason}`);
      case 'weightsRequest':
        return this.out.answerWeightsRequest(member, body, nowMs);
      case 'gradientPart':
        if (!follows) return this.leasing.receiver.refuseStale(member, body);
        // While the run ends, its last checkpoint is what it has reached: no step is added to it.
        return this.ending ? undefined : this.leasing.onPart(member, body, nowMs);
    }
  }

  private onHeartbeat(member: Member, heartbeat: WorkerHeartbeat, nowMs: number): void {
    member.heartbeat = heartbeat;
    if (!heartbeat.computed) return;
    member.stuck = false;
    if (member.probe === undefined || heartbeat.leaseId < member.probe) return;
    member.probe = undefined;
    member.measuredAtMs = nowMs;
    if (heartbeat.msPerShard > 0) member.speed.reset(heartbeat.msPerShard);
  }

  private onJoin(sender: Recipient, join: Join, nowMs: number): void {
    const known = this.members.get(sender.id)?.incarnation === sender.incarnation;
    const joined = this.members.join(sender.id, sender.incarnation, join, nowMs);
    if ('code' in joined) return this.out.refuse(sender, joined);
    this.state.fingerprint ??= this.members.fingerprint;
    this.out.send(sender, { kind: 'welcome' });
    if (!known) this.out.notice('info', `worker ${joined.key} joined from ${join.host} with ${join.device}`);
  }

  private onOutcome(outcome: Outcome, nowMs: number): void {
    if (outcome.kind === 'failed') {
      return outcome.resumable ? this.stop('failed', outcome.reason) : this.fail(outcome.reason);
    }
    const { sum } = outcome;
    if (this.leasing.work.phase === 'train') return this.commit(sum, nowMs);
    this.out.push({ kind: 'evaluated', testLoss: sum.lossSum / sum.samples });
    this.ending = { how: 'finished', reason: 'all steps are done' };
  }

  // ---- steps -----------------------------------------------------------------------------------------------------

  private openStep(nowMs: number): void {
    const phase = this.state.version < this.config.totalSteps ? 'train' : 'evaluate';
    this.leasing.open(workOf(this.config, phase, this.state.version), nowMs);
  }

  private commit(sum: GradientSum, nowMs: number): void {
    const { state, config } = this;
    const { size: samples, epoch } = this.leasing.work;
    const loss = applyUpdate(state, sum, config);
    this.out.broadcastWeights();
    if (!this.standbys.onCommit(sum, nowMs)) this.leasing.vectors.give(sum.vector);
    const { times: workers } = this.leasing;
    this.out.push({ kind: 'stepped', record: { step: state.version, epoch: epoch + 1, loss, samples, workers } });
    this.watch.stepped(nowMs);
    this.openStep(nowMs);
    if (state.version === config.totalSteps) this.out.notice('info', 'the last step is done: computing the test loss');
    this.checkpointIfDue(this.noteEpoch(epoch));
  }

  private noteEpoch(epoch: number): boolean {
    if (workOf(this.config, 'train', this.state.version).epoch === epoch) return false;
    const loss = this.state.epochLosses[epoch];
    if (loss !== undefined) this.out.push({ kind: 'epochEnded', epoch: epoch + 1, loss });
    return true;
  }

  private checkpointIfDue(epochEnded: boolean): void {
    const { version } = this.state;
    if (version === this.config.totalSteps) this.want('last');
    else if (epochEnded) this.want('epoch');
    else if (version % this.config.checkpointEvery === 0) this.want('periodic');
  }

  private want(reason: CheckpointReason): void {
    this.out.push(...this.checkpoints.want(reason, this.state));
  }

  private onCheckpointed(version: number, error: string | undefined): void {
    this.out.push(...this.checkpoints.settled(version, error));
    if (error === undefined) return;
    if (this.checkpoints.lost && this.ending?.how !== 'deposed') this.fail(error);
    else this.out.notice('warn', `${error} Training goes on; the next checkpoint is tried at its time.`);
  }

  // ---- time and the end --------------------------------------------------------------------------------------------

  private onTick(nowMs: number): void {
    for (const member of this.members.silent(nowMs)) {
      this.leasing.remove(member, `was silent for ${((nowMs - member.lastSeenMs) / 1000).toFixed(1)} s`);
    }
    this.standbys.tick(nowMs);
    if (this.paused) return;
    if (!this.ending) {
      this.leasing.expireAndRetry(nowMs);
      // What has just become late comes first: only who is idle then may be measured.
      this.leasing.assign(nowMs);
      this.leasing.probe(nowMs);
      const waiting = this.watch.notice(nowMs);
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

  /** Stops at the last update; shards that are being computed are dropped, and computed again after a resume. */
  private stop(how: 'stopped' | 'failed', reason: string): void {
    // Done, and waiting to lead again so as to say it: whoever asks to stop need not wait for that.
    if (this.ending?.how === 'finished') this.ending = { how, reason };
    if (this.ending) return;
    this.ending = { how, reason };
    this.want('stop');
  }

  /** Ends the run once the checkpoint that is being written is there. */
  private fail(reason: string): void {
    if (!this.paused) this.out.broadcast({ kind: 'ended', reason });
    this.ending = { how: 'failed', reason };
  }

  private endIfSettled(): void {
    if (this.over || !this.ending || this.checkpoints.busy) return;
    const { how, reason } = this.ending;
    // Workers are told to go by who leads: another coordinator may be about to need them.
    if (how === 'finished' && this.paused) return;
    // After a stop, workers are not sent away: they wait for the coordinator to come back with --resume.
    if (how === 'finished') this.out.broadcast({ kind: 'ended', reason });
    this.over = true;
    this.out.push({ kind: 'ended', outcome: how, reason });
  }
}
