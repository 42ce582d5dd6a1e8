/** Simulated processes around the production machines: they can crash, hang, be slow, and come back. */
import type { CoordinatorMessage, WorkerId, WorkerMessage } from '@lockstep/protocol';
import { copyState, type TrainingState } from '../coordinator/training-state.js';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorPlan } from '../coordinator/events.js';
import { CoordinatorMachine } from '../coordinator/machine.js';
import type { WorkerEffect, WorkerEvent, WorkerPlan } from '../worker/events.js';
import { WorkerMachine } from '../worker/machine.js';
import type { StandInModel } from './stand-in-model.js';
import type { World } from './world.js';

const TICK_MS = 50;

/** A process whose events wait while it hangs, and are lost once it has crashed. */
abstract class Process<Event> {
  alive = true;
  private hung = false;
  private readonly inbox: Event[] = [];

  constructor(protected readonly world: World) {}

  protected abstract handle(event: Event): void;

  receive(event: Event): void {
    if (!this.alive) return;
    if (this.hung) this.inbox.push(event);
    else this.handle(event);
  }

  crash(): void {
    this.alive = false;
  }

  hang(forMs: number): void {
    this.hung = true;
    this.world.after(forMs, () => {
      this.hung = false;
      for (const event of this.inbox.splice(0)) this.receive(event);
    });
  }

  protected tickForEver(tick: Event): void {
    if (!this.alive) return;
    if (!this.hung) this.handle(tick);
    this.world.after(TICK_MS, () => this.tickForEver(tick));
  }
}

export class WorkerProcess extends Process<WorkerEvent> {
  private readonly machine: WorkerMachine;
  private weights: Float32Array = new Float32Array();
  private busyUntilMs = 0;
  private jobs: Extract<WorkerEffect, { kind: 'compute' }>[] = [];
  exit: { ok: boolean; reason: string } | undefined;

  constructor(
    world: World,
    readonly id: WorkerId,
    plan: WorkerPlan,
    private readonly model: StandInModel,
    private readonly msPerShard: number,
    private readonly send: (message: WorkerMessage) => void,
  ) {
    super(world);
    this.machine = new WorkerMachine(plan);
    this.tickForEver({ kind: 'tick' });
  }

  protected handle(event: WorkerEvent): void {
    for (const effect of this.machine.handle(event, this.world.nowMs)) this.carryOut(effect);
  }

  private carryOut(effect: WorkerEffect): void {
    switch (effect.kind) {
      case 'send':
        return this.send(effect.message);
      case 'load':
        this.weights = effect.weights;
        return;
      case 'compute':
        this.jobs.push(effect);
        if (this.jobs.length === 1) this.computeNext();
        return;
      case 'cancel': {
        // The first job is being computed and cannot be stopped.
        const dropped = this.jobs.filter(({ attempt }, i) => i > 0 && attempt < effect.beforeAttempt);
        this.jobs = this.jobs.filter((job) => !dropped.includes(job));
        for (let i = 0; i < dropped.length; i++) this.receive({ kind: 'dropped' });
        return;
      }
      case 'exit':
        this.exit = { ok: effect.ok, reason: effect.reason };
        return this.crash();
      case 'prepare':
      case 'notice':
        return;
    }
  }

  private computeNext(): void {
    const job = this.jobs[0];
    if (!job) return;
    const weights = this.weights;
    const computeMs = this.msPerShard * this.world.between(0.8, 1.5);
    this.busyUntilMs = Math.max(this.busyUntilMs, this.world.nowMs) + computeMs;
    this.world.after(this.busyUntilMs - this.world.nowMs, () => {
      const { vector, samples, lossSum } = this.model.shard(job.work, job.shard, weights);
      this.jobs.shift();
      this.receive({ kind: 'computed', attempt: job.attempt, shard: job.shard, vector, samples, lossSum, computeMs });
      this.computeNext();
    });
  }
}

export interface CoordinatorHooks {
  send: (to: WorkerId, message: CoordinatorMessage) => void;
  broadcast: (message: CoordinatorMessage) => void;
  /** Called after each update with what training has reached. */
  onStep: (state: Readonly<TrainingState>) => void;
  onEvaluated: (testLoss: number) => void;
  onEnded: (outcome: string, reason: string) => void;
  onNotice: (sentence: string) => void;
  /** A checkpoint has come to lie safely on the disk. */
  onSaved: (state: TrainingState) => void;
}

export class CoordinatorProcess extends Process<CoordinatorEvent> {
  private readonly machine: CoordinatorMachine;

  constructor(
    world: World,
    plan: CoordinatorPlan,
    state: TrainingState,
    private readonly hooks: CoordinatorHooks,
    private readonly diskFails: () => boolean,
  ) {
    super(world);
    this.machine = new CoordinatorMachine(plan, copyState(state));
    this.tickForEver({ kind: 'tick' });
  }

  protected handle(event: CoordinatorEvent): void {
    for (const effect of this.machine.handle(event, this.world.nowMs)) this.carryOut(effect);
  }

  private carryOut(effect: CoordinatorEffect): void {
    switch (effect.kind) {
      case 'send':
        return this.hooks.send(effect.to, effect.message);
      case 'broadcast':
        return this.hooks.broadcast(effect.message);
      case 'stepped':
        return this.hooks.onStep(this.machine.training);
      case 'evaluated':
        return this.hooks.onEvaluated(effect.testLoss);
      case 'ended':
        this.alive = false;
        return this.hooks.onEnded(effect.outcome, effect.reason);
      case 'notice':
        return this.hooks.onNotice(effect.sentence);
      case 'checkpoint': {
        const { version } = effect.state;
        this.world.after(this.world.between(1, 400), () => {
          if (!this.alive) return;
          const fails = effect.reason === 'periodic' && this.diskFails();
          if (!fails) this.hooks.onSaved(effect.state);
          this.receive({ kind: 'checkpointed', version, ...(fails ? { error: 'the disk is full.' } : {}) });
        });
        return;
      }
      case 'epochEnded':
        return;
    }
  }
}
