/** A worker's process: the production machine, and a device that computes one shard after another. */
import { encodeWorkerMessage, type CoordinatorMessage, type WorkerId, type WorkerMessage } from '@lockstep/protocol';
import { WorkerMachine, type WorkerConfig, type WorkerEffect, type WorkerEvent } from '@lockstep/cluster';
import { memoryOf } from '../checks/footprint.js';
import { fail } from '../checks/violation.js';
import { Process, TICK_MS } from '../world/process.js';
import { garbageFromLeader } from './garbage.js';
import type { Surroundings } from './surroundings.js';

/** The speed of a worker and the faults of its results. */
export interface Character {
  msPerShard: number;
  /** Shares of its shards for which it sends wrong gradients, and a NaN. */
  lies: number;
  nans: number;
  /** Share of its parts that have a wrong number of samples or of bytes. */
  slips: number;
}

export class WorkerProcess extends Process {
  private readonly machine: WorkerMachine;
  private weights: Float32Array = new Float32Array();
  /** The latest leader epoch of the messages to this process. */
  private leaderEpoch = 0;
  private jobs: Extract<WorkerEffect, { kind: 'compute' }>[] = [];

  constructor(
    private readonly cluster: Surroundings,
    name: string,
    readonly id: WorkerId,
    readonly config: WorkerConfig,
    private readonly character: Character,
  ) {
    super(cluster.world, name);
    this.machine = new WorkerMachine(config);
    this.world.note(() => `${name}  starts as process ${config.incarnation} of ${id.pool}.${id.member}`);
    this.everyMs(TICK_MS, () => this.dispatch({ kind: 'tick' }));
  }

  get machines(): readonly unknown[] {
    return [this.machine, this.jobs];
  }

  receive(message: CoordinatorMessage): void {
    this.whenRunning(() => {
      const { toIncarnation, leaderEpoch, body } = message;
      if (toIncarnation === 0 || toIncarnation === this.config.incarnation) {
        this.leaderEpoch = Math.max(this.leaderEpoch, leaderEpoch);
        this.cluster.checks.received(this.key, leaderEpoch);
        this.world.note(
          () => `${this.name}  receives ${body.kind} of epoch ${leaderEpoch}, version ${message.version}`,
        );
      }
      this.dispatch({ kind: 'message', message });
    });
  }

  /** Delivers a message that must not change the machine's memory. */
  receiveGarbage(): void {
    if (!this.running) return;
    const { machine, world } = this;
    const leftOut = ['effects', 'lastHeardMs', 'leaderSilent'];
    const before = memoryOf(machine, leftOut);
    const message = garbageFromLeader(world, this.leaderEpoch, 'worker');
    const effects = machine.handle({ kind: 'message', message }, world.nowMs);
    if (memoryOf(machine, leftOut) === before && effects.every(({ kind }) => kind === 'notice')) return;
    fail(`${this.name} remembers or obeys something of a message that it had to ignore`);
  }

  stop(reason: string): void {
    this.whenRunning(() => this.dispatch({ kind: 'stop', reason }));
  }

  private get key(): string {
    return `${this.name}.${this.config.incarnation}`;
  }

  private dispatch(event: WorkerEvent): void {
    const effects = this.machine.handle(event, this.world.nowMs);
    this.cluster.coverage.took('worker', event, effects);
    this.executeAll(effects, (effect) => {
      if (event.kind === 'message' && (effect.kind === 'load' || effect.kind === 'compute')) {
        this.cluster.checks.obeys(this.key, event.message.leaderEpoch);
      }
      this.execute(effect);
    });
  }

  private execute(effect: WorkerEffect): void {
    switch (effect.kind) {
      case 'send':
        this.world.note(() => `${this.name}  sends ${effect.message.body.kind}`);
        return this.cluster.messages.toCoordinators(this, this.id, encodeWorkerMessage(this.slipping(effect.message)));
      case 'load':
        this.weights = effect.weights;
        return;
      case 'compute':
        this.cluster.checks.computesWith(this.name, effect.work.version, this.weights);
        this.jobs.push(effect);
        if (this.jobs.length === 1) this.computeNext();
        return;
      case 'cancel': {
        // The first job is being computed and cannot be stopped.
        const dropped = this.jobs.filter(({ leaseId }, i) => i > 0 && leaseId < effect.beforeLeaseId);
        this.jobs = this.jobs.filter((job) => !dropped.includes(job));
        for (let i = 0; i < dropped.length; i++) this.later(0, () => this.dispatch({ kind: 'dropped' }));
        return;
      }
      case 'exit':
        this.world.note(() => `${this.name}  exits: ${effect.reason}`);
        this.alive = false;
        return this.cluster.onWorkerGone(this);
      case 'prepare':
      case 'notice':
        return;
    }
  }

  /** A worker of another build sometimes sends a gradient sum of a wrong shape. */
  private slipping(message: WorkerMessage): WorkerMessage {
    const { body } = message;
    if (body.kind !== 'gradientPart' || !this.cluster.faulty(this.character.slips, 'part of a wrong shape'))
      return message;
    const wrong = this.world.chance(0.5)
      ? { samples: body.samples + 1 }
      : { data: new Uint8Array(body.data.length + 4) };
    return { ...message, body: { ...body, ...wrong } };
  }

  private computeNext(): void {
    const [job] = this.jobs;
    if (!job) return;
    const { weights } = this;
    const computeMs = this.character.msPerShard * this.slowness * this.world.between(0.8, 1.5);
    this.later(computeMs, () => {
      const { vector, samples, lossSum } = this.cluster.model.shard(job.work, job.shard, weights);
      const result = { version: job.work.version, leaseId: job.leaseId, shard: job.shard, samples, computeMs };
      this.jobs.shift();
      this.computeNext();
      this.dispatch({ kind: 'computed', ...result, ...this.reported(vector, lossSum) });
    });
  }

  /** The result that the worker reports, which is sometimes wrong. */
  private reported(vector: Float32Array, lossSum: number): { vector: Float32Array; lossSum: number } {
    const { lies, nans } = this.character;
    if (this.cluster.faulty(nans, 'shard not finite')) {
      if (vector.length > 0) vector[this.world.integer(0, vector.length - 1)] = NaN;
      return { vector, lossSum: vector.length > 0 ? lossSum : NaN };
    }
    if (!this.cluster.faulty(lies, 'wrong result of a shard')) return { vector, lossSum };
    // The evaluation has no vector, so its loss is wrong instead.
    if (vector.length > 0) vector[this.world.integer(0, vector.length - 1)]! += this.world.between(0.25, 0.5);
    return { vector, lossSum: vector.length > 0 ? lossSum : Math.fround(lossSum + this.world.between(1, 2)) };
  }

  protected isOver(): boolean {
    return this.cluster.over;
  }

  protected onCrash(): void {
    this.cluster.onWorkerGone(this);
  }
}
