/**
 * A coordinator's process: the production node, with simulated sockets, disks and servers. Like the app, it decides nothing.
 * What it adds is what a program does before it has a node: a process that resumes looks for the latest checkpoint.
 */
import {
  copyState,
  CoordinatorNode,
  type CoordinatorMachine,
  type NodeConfig,
  type NodeEffect,
  type NodeEvent,
  type NodeResult,
  type TrainingState,
} from '@lockstep/cluster';
import { decodeStandbyMessage, encodeStandbyMessage, workerKey, type CoordinatorMessage } from '@lockstep/protocol';
import type { Happening } from '../checks/coverage.js';
import { memoryOf } from '../checks/footprint.js';
import { fail } from '../checks/violation.js';
import type { Disk } from '../world/disk.js';
import { Process, TICK_MS } from '../world/process.js';
import type { Stores } from '../world/stores.js';
import { checkpointsOn, latestOn } from './checkpoint-files.js';
import { garbageFor, type Sender } from './garbage.js';
import { findState, loadLatest } from './latest.js';
import { askLeaderKey } from './leader-key.js';
import { SimulatedSave, type SaveHost } from './save.js';
import type { Surroundings } from './surroundings.js';

/** Why a supervisor gives up. */
export const GIVEN_UP = 'given up: no worker can be started';
const RETRY_MS = 300;

export class CoordinatorProcess extends Process implements SaveHost {
  readonly stores: Stores<TrainingState>;
  atDisk = false;
  /** Undefined while the program looks for what it resumes. */
  private node: CoordinatorNode | undefined;
  /** True between the machine's pause and resume, and never for a coordinator that is alone. */
  private paused = false;
  private follows = false;
  private leaderEpoch = 0;
  /** Where the state that training starts with was taken from, for the counts. */
  private source = 'from its disk';
  private save: SimulatedSave | undefined;
  /** The operation of the save that the node waits for. */
  private operation: number | undefined;

  constructor(
    private readonly cluster: Surroundings,
    name: string,
    private readonly incarnation: number,
    readonly disk: Disk<TrainingState>,
    private readonly role: NodeConfig['role'],
  ) {
    super(cluster.world, name);
    this.stores = cluster.stores;
    for (const entry of disk.list()) if (entry.startsWith('.')) disk.remove(entry);
    if (role === 'lead') this.findState();
    else this.start(undefined);
    this.everyMs(TICK_MS, () => this.handle({ kind: 'tick' }));
  }

  get leads(): boolean {
    return this.node?.leads ?? false;
  }

  /** Everything that this process remembers: for the check of bounds. */
  get machines(): readonly unknown[] {
    return [this.node];
  }

  private get coordinator(): CoordinatorMachine | undefined {
    return this.leads ? this.node?.coordinator : undefined;
  }

  // ---- the start ---------------------------------------------------------------------------------------------------------

  private findState(): void {
    const { disk, stores, name } = this;
    const mayAsk = !this.cluster.options.alone && (!latestOn(disk) || !this.world.chance(0.3));
    findState({ disk, stores, name, mayAsk }, (found) => {
      this.whenRunning(() => {
        if (found.ok) this.start(found.result);
        else if (found.error === 'gone') this.exit('nothing is stored of the run');
        else this.later(RETRY_MS, () => this.findState());
      });
    });
  }

  private start(found: TrainingState | undefined): void {
    const { cluster, name, incarnation, role, disk } = this;
    this.node = new CoordinatorNode({
      processId: `${name}.${incarnation}`,
      incarnation,
      role,
      newRun: incarnation === 1,
      latestEpoch: disk.leaderEpoch,
      alone: cluster.options.alone,
      training: cluster.trainingConfig(),
      resumed: found && copyState(found),
      initial: () => cluster.initialState(),
      observe: (machine, event, effects) => this.observe(machine, event, effects),
    });
  }

  /** Counts the transitions of the inner machines, and notes whether this process may act. */
  private observe(machine: string, event: Happening, effects: readonly Happening[]): void {
    this.cluster.coverage.took(machine, event, effects);
    if (machine !== 'leadership' || this.cluster.options.alone) return;
    for (const { kind } of effects) {
      if (kind === 'pause') this.paused = true;
      if (kind === 'resume' || kind === 'lead' || kind === 'deposed') this.paused = false;
    }
  }

  // ---- what arrives ------------------------------------------------------------------------------------------------------

  receiveFromWorker(event: Extract<NodeEvent, { kind: 'message' | 'gone' }>): void {
    this.whenRunning(() => {
      this.handle(event);
      if (event.kind !== 'gone') return;
      const members = this.coordinator?.status(this.world.nowMs).workers ?? [];
      const { worker } = event;
      if (members.some(({ id }) => id === workerKey(worker))) {
        fail(`${this.name} counts on ${workerKey(worker)} although it was told that its process is gone`);
      }
    });
  }

  receiveFromStandby(from: string, bytes: Uint8Array): void {
    this.whenRunning(() => this.handle({ kind: 'standbyMessage', from, message: decodeStandbyMessage(bytes) }));
  }

  receiveFromLeader(message: CoordinatorMessage): void {
    this.whenRunning(() => {
      if (!this.follows) return;
      const before = this.node?.followed?.version;
      this.handle({ kind: 'leaderMessage', message });
      const followed = this.node?.followed;
      if (followed && followed.version !== before) this.cluster.checks.state(`standby ${this.name}`, followed);
    });
  }

  /** Something that has to be refused, and leaves no trace. */
  receiveGarbage(member: Sender | undefined): void {
    // Whether it still leads is seen first, which may change what it remembers.
    this.whenRunning(() => this.handle({ kind: 'tick' }));
    const { coordinator } = this;
    if (!coordinator || !this.running) return;
    const event = garbageFor(this.world, this.leaderEpoch, coordinator.training.version, member);
    const before = memoryOf(coordinator);
    const effects = this.node!.handle(event, this.world.nowMs);
    if (memoryOf(coordinator) !== before) fail(`${this.name} remembers something of a message that it had to refuse`);
    this.executeAll(effects, (effect) => this.execute(effect));
  }

  /** A person stops the process, or its supervisor gives the run up. */
  stop(kind: 'stop' | 'abort'): void {
    this.whenRunning(() => {
      if (!this.node) this.exit('stopped while starting');
      else this.handle({ kind, reason: kind === 'stop' ? 'stopped by a person' : GIVEN_UP });
    });
  }

  private handle(event: NodeEvent): void {
    if (!this.node || !this.alive) return;
    this.executeAll(this.node.handle(event, this.world.nowMs), (effect) => this.execute(effect));
  }

  /** The answer to a question, when it comes. */
  private answer(event: NodeEvent): void {
    this.whenRunning(() => this.handle(event));
  }

  // ---- what is done ------------------------------------------------------------------------------------------------------

  private execute(effect: NodeEffect): void {
    const { cluster, name } = this;
    if (this.paused) cluster.checks.paused(name, effect);
    switch (effect.kind) {
      case 'startFollowing':
      case 'stopFollowing':
        this.follows = effect.kind === 'startFollowing';
        if (this.follows) this.source = 'from what it followed';
        return;
      case 'sendToLeader':
        return cluster.toLeaders(this, encodeStandbyMessage(effect.message));
      case 'readLeaderKey':
      case 'writeLeaderKey':
        if (effect.kind === 'writeLeaderKey' && effect.entry.state === 'finished') cluster.onClosed(effect.entry.epoch);
        return askLeaderKey(this.stores, name, effect, (answer) =>
          this.answer({ kind: 'leaderKey', id: effect.id, answer }),
        );
      case 'storeEpoch':
        return this.storeEpoch(effect.id, effect.epoch);
      case 'loadLatest':
        return this.loadLatest(effect.id);
      case 'startLeading':
        return this.startLeading(effect.leaderEpoch);
      case 'stopLeading':
      case 'epochEnded':
        return;
      case 'send':
        cluster.checks.published(name, effect.message);
        return cluster.toWorker(this, effect.to, effect.message);
      case 'broadcast':
        cluster.checks.published(name, effect.message);
        return cluster.toWorkers(this, effect.message);
      case 'toStandbys':
        return cluster.toStandbys(this, effect.message);
      case 'stepped':
        this.note(`step ${effect.record.step} done, loss ${effect.record.loss}`);
        return cluster.checks.stepped(name, this.node!.coordinator!.training, effect.record);
      case 'evaluated':
        return cluster.checks.evaluated(name, effect.testLoss);
      case 'encode':
        return this.encode(effect);
      case 'execute':
        return this.executeSave(effect);
      case 'announce':
        return this.announce();
      case 'conclude':
        cluster.onConcluded(this, this.node!.coordinator!.training);
        return this.onDisk(() => this.handle({ kind: 'concluded' }));
      case 'notice':
        if (effect.message.includes('did not answer within')) this.operation = undefined;
        if (effect.message.startsWith('no second worker is there to audit')) cluster.onAuditSkipped();
        return this.note(effect.message);
      case 'exit':
        return this.onResult(effect.result);
    }
  }

  private storeEpoch(id: number, epoch: number): void {
    this.onDisk(() => {
      if (this.disk.full) return this.handle({ kind: 'epochStored', id, error: 'the disk is full' });
      this.disk.leaderEpoch = epoch;
      this.handle({ kind: 'epochStored', id });
    });
  }

  private loadLatest(id: number): void {
    this.source = 'from the object store';
    loadLatest(this.stores, this.name, (answer) => {
      if (!answer.ok) return this.answer({ kind: 'loadFailed', id, reason: answer.error });
      const { result } = answer;
      this.answer({ kind: 'loaded', id, state: result && copyState(result) });
    });
  }

  private startLeading(leaderEpoch: number): void {
    const { cluster, name } = this;
    const { training } = this.node!.coordinator!;
    const from = training.version === 0 ? 'from the beginning' : this.source;
    cluster.checks.leads(name, this.incarnation, leaderEpoch);
    cluster.coverage.fault(`lead taken ${from}`);
    this.note(`leads in epoch ${leaderEpoch} ${from}, step ${training.version}`);
    this.leaderEpoch = leaderEpoch;
    cluster.checks.state(name, training);
  }

  // ---- saving ------------------------------------------------------------------------------------------------------------

  private encode({ id, state, leaderEpoch }: Extract<NodeEffect, { kind: 'encode' }>): void {
    this.cluster.checks.state(`checkpoint of ${this.name}`, state);
    if (this.operation !== undefined) {
      fail(`${this.name} begins to save step ${state.version} while step ${this.save?.state.version} is being saved`);
    }
    this.save = new SimulatedSave(this, state, leaderEpoch);
    const { key } = this.save;
    this.later(0, () => this.handle({ kind: 'encoded', id, key }));
  }

  private executeSave(effect: Extract<NodeEffect, { kind: 'execute' }>): void {
    const save = this.save!;
    const { id } = effect;
    this.note(`saves step ${save.state.version}: ${effect.operation}`);
    this.operation = id;
    save.execute(effect, (answer) => {
      this.whenRunning(() => {
        if (this.operation === id) this.operation = undefined;
        this.handle({ kind: 'saved', id, answer });
      });
    });
  }

  private announce(): void {
    const { version } = this.save!.state;
    this.note(`announces the checkpoint of step ${version}; on its disk: ${checkpointsOn(this.disk).join(', ')}`);
    this.cluster.checks.announced(this.name, version, this.disk);
  }

  onDisk(happen: () => void): void {
    this.later(this.world.between(0.5, this.cluster.options.disk.mostDelayMs) * this.slowness, happen);
  }

  // ---- the end -----------------------------------------------------------------------------------------------------------

  private onResult(result: NodeResult): void {
    const reason = 'reason' in result ? `: ${result.reason}` : '';
    this.note(`ends: ${result.kind}${reason}`);
    this.cluster.onResult(this, result, this.leaderEpoch);
    this.exit(result.kind);
  }

  private exit(why: string): void {
    this.alive = false;
    this.cluster.onCoordinatorGone(this, why);
  }

  protected isOver(): boolean {
    return this.cluster.over;
  }

  protected onCrash(how: string): void {
    if (how === 'power cut') this.disk.cutPower();
    this.cluster.onCoordinatorGone(this, how);
  }

  private note(message: string): void {
    this.world.note(() => `${this.name}  ${message}`);
  }
}
