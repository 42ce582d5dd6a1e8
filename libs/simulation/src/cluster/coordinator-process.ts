/**
 * A coordinator's process: the production node, with simulated sockets, disks and servers. Like the app, it decides nothing. A
 * process that resumes first looks for the latest checkpoint, as the program does before it has a node.
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
import { garbageFor, garbageFromLeader, type Sender } from './garbage.js';
import { findState, loadLatest } from './latest.js';
import { askLeaderKey } from './leader-key.js';
import { ABORTED } from './results.js';
import { Saves, type SaveHost } from './saves.js';
import type { Surroundings } from './surroundings.js';

const RETRY_MS = 300;

export class CoordinatorProcess extends Process implements SaveHost {
  readonly stores: Stores<TrainingState>;
  /** Undefined while the program looks for the state that it resumes. */
  private node: CoordinatorNode | undefined;
  /** True between a pause and a resume of the lead. A coordinator that is alone never pauses. */
  private paused = false;
  follows = false;
  private leaderEpoch = 0;
  /** The latest leader epoch that a message had since this process follows. */
  private followedEpoch = 0;
  /** The source of the state that training starts with, for the counts. */
  private source = 'from its disk';
  private readonly saves: Saves;

  constructor(
    private readonly cluster: Surroundings,
    name: string,
    private readonly incarnation: number,
    readonly disk: Disk<TrainingState>,
    private readonly role: NodeConfig['role'],
  ) {
    super(cluster.world, name);
    this.stores = cluster.stores;
    this.saves = new Saves(this);
    for (const entry of disk.list()) if (entry.startsWith('.')) disk.remove(entry);
    if (role === 'lead') this.findState();
    else this.start(undefined);
    this.everyMs(TICK_MS, () => this.handle({ kind: 'tick' }));
  }

  get leads(): boolean {
    return this.node?.leads ?? false;
  }

  get saving(): boolean {
    return this.saves.busy;
  }

  /** Everything that this process remembers, for the check of bounds. */
  get machines(): readonly unknown[] {
    return [this.node];
  }

  private get coordinator(): CoordinatorMachine | undefined {
    return this.leads ? this.node?.coordinator : undefined;
  }

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

  receiveFromWorker(event: Extract<NodeEvent, { kind: 'message' | 'gone' }>): void {
    this.whenRunning(() => {
      this.handle(event);
      if (event.kind !== 'gone') return;
      const members = this.coordinator?.status(this.world.nowMs).workers ?? [];
      const { worker } = event;
      if (members.some(({ id }) => id === workerKey(worker))) {
        fail(`${this.name} keeps ${workerKey(worker)} although it was told that its process is gone`);
      }
    });
  }

  receiveFromStandby(from: string, bytes: Uint8Array): void {
    this.whenRunning(() => this.handle({ kind: 'standbyMessage', from, message: decodeStandbyMessage(bytes) }));
  }

  receiveFromLeader(message: CoordinatorMessage): void {
    this.whenRunning(() => {
      if (!this.follows) return;
      this.followedEpoch = Math.max(this.followedEpoch, message.leaderEpoch);
      const before = this.node?.followed?.version;
      this.handle({ kind: 'leaderMessage', message });
      const followed = this.node?.followed;
      if (followed && followed.version !== before) this.cluster.checks.state(`standby ${this.name}`, followed);
    });
  }

  /** Delivers an event that must not change the node's memory. */
  receiveGarbage(member: Sender | undefined): void {
    // The node first checks its lease, which may change its memory.
    this.whenRunning(() => this.handle({ kind: 'tick' }));
    const { node, coordinator } = this;
    if (!node || !this.running || !(coordinator ?? this.follows)) return;
    const event: NodeEvent = coordinator
      ? garbageFor(this.world, this.leaderEpoch, coordinator.training.version, member)
      : { kind: 'leaderMessage', message: garbageFromLeader(this.world, this.followedEpoch, 'standby') };
    const before = memoryOf(node, ['lastSeenMs', 'effects']);
    const effects = node.handle(event, this.world.nowMs);
    if (memoryOf(node, ['lastSeenMs', 'effects']) !== before)
      fail(`${this.name} remembers something of a message that it had to refuse`);
    this.executeAll(effects, (effect) => this.execute(effect));
  }

  /** A person stops the process, or its supervisor aborts the run. */
  stop(kind: 'stop' | 'abort'): void {
    this.whenRunning(() => {
      if (!this.node) this.exit('stopped while starting');
      else this.handle({ kind, reason: kind === 'stop' ? 'stopped by a person' : ABORTED });
    });
  }

  private handle(event: NodeEvent): void {
    if (!this.node || !this.alive) return;
    this.executeAll(this.node.handle(event, this.world.nowMs), (effect) => this.execute(effect));
  }

  private answer(event: NodeEvent): void {
    this.whenRunning(() => this.handle(event));
  }

  private execute(effect: NodeEffect): void {
    const { cluster, name } = this;
    if (this.paused) cluster.checks.paused(name, effect);
    switch (effect.kind) {
      case 'startFollowing':
      case 'stopFollowing':
        this.follows = effect.kind === 'startFollowing';
        this.followedEpoch = 0;
        if (this.follows) this.source = 'from what it followed';
        return;
      case 'sendToLeader':
        return cluster.messages.toLeaders(this, encodeStandbyMessage(effect.message));
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
        cluster.checks.refused(effect.to, effect.message);
        return cluster.messages.toWorker(this, effect.to, effect.message);
      case 'broadcast':
        cluster.checks.published(name, effect.message);
        return cluster.messages.toWorkers(this, effect.message);
      case 'toStandbys':
        return cluster.messages.toStandbys(this, effect.message);
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
        if (effect.message.includes('did not answer within')) this.saves.abandon();
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

  private encode(effect: Extract<NodeEffect, { kind: 'encode' }>): void {
    this.cluster.checks.state(`checkpoint of ${this.name}`, effect.state);
    const key = this.saves.encode(effect);
    this.later(0, () => this.handle({ kind: 'encoded', id: effect.id, key }));
  }

  private executeSave(effect: Extract<NodeEffect, { kind: 'execute' }>): void {
    const { id } = effect;
    this.note(`saves step ${this.saves.version}: ${effect.operation}`);
    this.saves.execute(effect, (answer) => this.answer({ kind: 'saved', id, answer }));
  }

  private announce(): void {
    const { version } = this.saves;
    this.note(`announces the checkpoint of step ${version}; on its disk: ${checkpointsOn(this.disk).join(', ')}`);
    this.cluster.checks.announced(this.name, version, this.disk);
  }

  onDisk(happen: () => void): void {
    const { world, disk, cluster } = this;
    const delayMs = world.between(0.5, cluster.options.disk.mostDelayMs) * this.slowness;
    this.later(disk.slow ? world.between(500, 5000) : delayMs, happen);
  }

  private onResult(result: NodeResult): void {
    const reason = 'reason' in result ? `: ${result.reason}` : '';
    this.note(`ends: ${result.kind}${reason}`);
    this.cluster.onResult(this, result, this.leaderEpoch);
    this.exit(result.kind);
  }

  private exit(reason: string): void {
    this.alive = false;
    this.cluster.onCoordinatorGone(this, reason);
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
