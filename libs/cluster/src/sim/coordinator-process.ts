/**
 * A coordinator's process as the app wires it: it waits for the lead or takes it, follows as a hot standby meanwhile, leads
 * with what it has followed or with the latest checkpoint, saves, and becomes a standby when it is deposed. All decisions are
 * those of the production machines; here is only what an app does with sockets and files.
 */
import { decodeStandbyMessage, encodeStandbyMessage, type StandbyMessage } from '@lockstep/protocol';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import { copyState, type TrainingState } from '../training/training-state.js';
import type { LeadershipEffect, LeadershipEvent, LeadershipConfig } from '../election/events.js';
import { Leadership } from '../election/leadership.js';
import type { SavingEvent } from '../saving/saving.js';
import type { StandbyEffect, StandbyEvent } from '../standby/events.js';
import { StandbyMachine } from '../standby/standby.js';
import { fail } from './checks.js';
import type { Cluster } from './cluster.js';
import type { Disk } from './disk.js';
import { memoryOf } from './footprint.js';
import { garbageFor, type Sender } from './garbage.js';
import { askLeaderKey } from './leader-key.js';
import { loadLatest } from './latest.js';
import { Process, TICK_MS } from './process.js';
import { checkpointsOn, latestOn, type SaverHost } from './saver.js';
import { Savers } from './savers.js';
import type { Stores } from './stores.js';

/** Why a supervisor gives up. */
export const GIVEN_UP = 'given up: no worker can be started';
const LEASE = { leaseMs: 1500, renewMs: 300, latestEpoch: 0 };

export class CoordinatorProcess extends Process implements SaverHost {
  readonly stores: Stores<TrainingState>;
  private leadership: Leadership;
  private standby: StandbyMachine | undefined;
  private machine: CoordinatorMachine | undefined;
  private readonly savers: Savers;
  private paused = false;
  /** Tells the lead that we have from one that we had. */
  private leaderEpoch = 0;

  constructor(
    private readonly cluster: Cluster,
    name: string,
    readonly incarnation: number,
    readonly disk: Disk<TrainingState>,
    role: LeadershipConfig['role'],
  ) {
    super(cluster.world, name);
    this.stores = cluster.stores;
    this.savers = new Savers(
      this,
      (event, effects, each) => {
        cluster.coverage.took('saving', event, effects);
        this.executeAll(effects, each);
      },
      ({ version }, error) => {
        this.dispatchToMachine({ kind: 'checkpointed', version, ...(error === undefined ? {} : { error }) });
      },
    );
    for (const entry of disk.list()) if (entry.startsWith('.')) disk.remove(entry);
    this.leadership = this.waitForLead(role);
    this.everyMs(TICK_MS, () => this.tick());
  }

  get leads(): boolean {
    return this.machine !== undefined;
  }

  /** Everything that this process remembers: for the check of bounds. */
  get machines(): readonly unknown[] {
    return [this.leadership, this.standby, this.machine];
  }

  // ---- what arrives ------------------------------------------------------------------------------------------------------

  receiveFromWorker(event: CoordinatorEvent): void {
    this.whenRunning(() => this.dispatchToMachine(event));
  }

  receiveFromStandby(from: string, bytes: Uint8Array): void {
    this.whenRunning(() =>
      this.dispatchToMachine({ kind: 'standbyMessage', from, message: decodeStandbyMessage(bytes) }),
    );
  }

  receiveFromLeader(event: StandbyEvent): void {
    this.whenRunning(() => this.dispatchToStandby(event));
  }

  /** Something that has to be refused, and leaves no trace. */
  receiveGarbage(member: Sender | undefined): void {
    const { machine } = this;
    if (!machine || !this.running) return;
    const event = garbageFor(this.world, this.leaderEpoch, machine.training.version, member);
    const before = memoryOf(machine);
    const effects = machine.handle(event, this.world.nowMs);
    if (memoryOf(machine) !== before) fail(`${this.name} remembers something of a message that it had to refuse`);
    this.cluster.coverage.took('coordinator', event, effects);
    this.executeAll(effects, (effect) => this.execute(machine, effect));
  }

  /** A person stops the run, or its supervisor gives it up. */
  stop(kind: 'stop' | 'abort'): void {
    this.whenRunning(() =>
      this.dispatchToMachine({ kind, reason: kind === 'stop' ? 'stopped by a person' : GIVEN_UP }),
    );
  }

  private tick(): void {
    this.dispatchToElection({ kind: 'tick' });
    if (!this.alive) return;
    this.dispatchToStandby({ kind: 'tick' });
    this.dispatchToMachine({ kind: 'tick' });
  }

  // ---- the lead ----------------------------------------------------------------------------------------------------------

  private waitForLead(role: LeadershipConfig['role']): Leadership {
    const { totalSteps, learningRate, config } = this.cluster.options;
    const { trainSamples, batchSize } = config;
    const update = { learningRate, trainSamples, batchSize };
    this.standby = new StandbyMachine({ ...this.cluster.shape, ...update, totalSteps });
    return new Leadership({ holder: `${this.name}.${this.incarnation}`, role, ...LEASE });
  }

  private dispatchToElection(event: LeadershipEvent): void {
    const { leadership } = this;
    const effects = leadership.handle(event, this.world.nowMs);
    this.cluster.coverage.took('leadership', event, effects);
    this.executeAll(effects, (effect) => this.carryOutLeadership(leadership, effect));
  }

  private carryOutLeadership(leadership: Leadership, effect: LeadershipEffect): void {
    /** An answer to a question of an earlier life is nobody's. */
    const answer = (event: LeadershipEvent) => {
      this.whenRunning(() => this.leadership === leadership && this.dispatchToElection(event));
    };
    switch (effect.kind) {
      case 'read':
      case 'write':
        return askLeaderKey(this.stores, this.name, effect, answer);
      case 'lead':
        return this.lead(effect.epoch);
      case 'pause':
      case 'resume':
        this.paused = effect.kind === 'pause';
        return this.dispatchToMachine({ kind: effect.kind });
      case 'deposed':
        this.dispatchToMachine({ kind: 'deposed', leaderEpoch: effect.epoch });
        return this.stepDown();
      case 'otherLeads':
        return this.exit('another coordinator leads');
      case 'finished':
        return this.exit('the run is over');
      case 'ended':
        return this.exit('the run has ended');
      case 'notice':
        return this.note(effect.message);
    }
  }

  private stepDown(): void {
    if (!this.alive) return;
    this.machine = undefined;
    this.leaderEpoch = 0;
    this.paused = false;
    this.leadership = this.waitForLead('standby');
  }

  private lead(epoch: number): void {
    this.cluster.checks.leads(this.name, this.incarnation, epoch);
    this.leaderEpoch = epoch;
    const { standby } = this;
    this.standby = undefined;
    if (standby?.synced && standby.training) return this.start(epoch, standby.training, 'from what it followed');
    const held = latestOn(this.disk) ?? standby?.training;
    // As one that looked before it had to wait for the lead: by now the object store may have newer ones.
    if (held && this.world.chance(0.3)) return this.start(epoch, copyState(held), 'from its disk');
    const wanted = () => this.leaderEpoch === epoch;
    loadLatest(this, wanted, (latest) => {
      if (latest && latest.version > (held?.version ?? -1)) {
        this.start(epoch, copyState(latest), 'from the object store');
      } else if (held) this.start(epoch, copyState(held), 'from its disk');
      else this.start(epoch, this.cluster.initialState(), 'from the beginning');
    });
  }

  private start(leaderEpoch: number, state: TrainingState, from: string): void {
    this.note(`leads in epoch ${leaderEpoch} ${from}, step ${state.version}`);
    this.cluster.coverage.fault(`lead taken ${from}`);
    this.cluster.checks.state(this.name, state);
    const resumed = state.version > 0 ? copyState(state) : undefined;
    const config: CoordinatorMachineConfig = this.cluster.coordinatorConfig(leaderEpoch);
    this.machine = new CoordinatorMachine(config, state);
    if (resumed) this.savers.save(resumed, leaderEpoch, false);
    if (this.paused) this.dispatchToMachine({ kind: 'pause' });
  }

  // ---- standing by -------------------------------------------------------------------------------------------------------

  private dispatchToStandby(event: StandbyEvent): void {
    if (!this.standby) return;
    const before = this.standby.training?.version;
    const effects = this.standby.handle(event, this.world.nowMs);
    const { training } = this.standby;
    if (training && training.version !== before) this.cluster.checks.state(`standby ${this.name}`, training);
    this.cluster.coverage.took('standby', event, effects);
    this.executeAll(effects, (effect) => this.carryOutStandby(effect));
  }

  private carryOutStandby(effect: StandbyEffect): void {
    if (effect.kind === 'notice') return this.note(effect.message);
    const { leaderEpoch, body } = effect;
    const message: StandbyMessage = { incarnation: this.incarnation, leaderEpoch, body };
    this.cluster.toLeaders(this, encodeStandbyMessage(message));
  }

  // ---- leading -----------------------------------------------------------------------------------------------------------

  private dispatchToMachine(event: CoordinatorEvent): void {
    const { machine } = this;
    if (!machine) return;
    const effects = machine.handle(event, this.world.nowMs);
    this.cluster.coverage.took('coordinator', event, effects);
    this.executeAll(effects, (effect) => this.execute(machine, effect));
  }

  private execute(machine: CoordinatorMachine, effect: CoordinatorEffect): void {
    const { cluster, name } = this;
    if (this.paused) cluster.checks.paused(name, effect);
    switch (effect.kind) {
      case 'send':
        cluster.checks.published(name, effect.message);
        return cluster.toWorker(this, effect.to, effect.message);
      case 'broadcast':
        cluster.checks.published(name, effect.message);
        return cluster.toWorkers(this, effect.message);
      case 'toStandbys':
        return cluster.toStandbys(this, effect.message);
      case 'checkpoint':
        cluster.checks.state(`checkpoint of ${name}`, effect.state);
        return this.savers.save(effect.state, this.leaderEpoch, effect.reason === 'stop');
      case 'stepped':
        this.note(`step ${effect.record.step} done, loss ${effect.record.loss}`);
        return cluster.checks.stepped(name, machine.training, effect.record);
      case 'evaluated':
        return cluster.checks.evaluated(name, effect.testLoss);
      case 'epochEnded':
        return;
      case 'notice':
        if (effect.message.startsWith('no second worker is there to audit')) cluster.onAuditSkipped();
        return this.note(effect.message);
      case 'ended':
        return this.onEnded(machine, effect);
    }
  }

  private onEnded(
    machine: CoordinatorMachine,
    { outcome, reason }: Extract<CoordinatorEffect, { kind: 'ended' }>,
  ): void {
    this.note(`ended: ${outcome}, ${reason}`);
    if (outcome === 'deposed') return;
    this.cluster.onOutcome(this, machine.training, outcome, reason);
    this.machine = undefined;
    this.dispatchToElection({ kind: 'end', state: outcome === 'finished' ? 'finished' : 'released' });
  }

  // ---- saving ------------------------------------------------------------------------------------------------------------

  dispatch(event: SavingEvent): void {
    this.savers.dispatch(event);
  }

  announced(state: TrainingState): void {
    this.note(`announces the checkpoint of step ${state.version}; on its disk: ${checkpointsOn(this.disk).join(', ')}`);
    this.cluster.checks.announced(this.name, state.version, this.disk);
  }

  onDisk(happen: () => void): void {
    this.later(this.world.between(0.5, this.cluster.options.disk.mostDelayMs) * this.slowness, happen);
  }

  // ---- the end -----------------------------------------------------------------------------------------------------------

  private exit(why: string): void {
    this.note(`exits: ${why}`);
    this.alive = false;
    this.cluster.onExit(this, why);
  }

  protected isOver(): boolean {
    return this.cluster.over;
  }

  protected onCrash(how: string): void {
    if (how === 'power cut') this.disk.cutPower();
    this.cluster.onExit(this, how);
  }

  private note(message: string): void {
    this.world.note(() => `${this.name}  ${message}`);
  }
}
