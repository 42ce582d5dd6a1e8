/** Three machines on one key, with a faulty network, faulty servers and inexact clocks. Two of them never lead at once. */
import { describe, expect, it } from 'vitest';
import { World } from '../world.js';
import { LEASE, TestKey } from '../testing/leadership.js';
import type { LeadershipEffect, LeadershipEvent, LeaderReading } from './events.js';
import { Leadership } from './leadership.js';

const MACHINES = 3;
const FAULTS_UNTIL_MS = 20_000;
const ANSWER_WITHIN_MS = 700;

class Process {
  leads = 0;
  epochs: number[] = [];
  private readonly machine: Leadership;
  private asleepUntilMs = 0;
  /** A clock with a random offset that is up to 5 % too fast or too slow. */
  private readonly clock: { rate: number; startMs: number };

  constructor(
    private readonly cluster: Cluster,
    index: number,
  ) {
    const { world } = cluster;
    this.clock = { rate: world.between(0.95, 1.05), startMs: world.between(0, 1e6) };
    this.machine = new Leadership({ ...LEASE, role: 'standby', holder: `process ${index}` });
    world.after(0, () => this.tick());
  }

  private tick(): void {
    const { world } = this.cluster;
    if (world.nowMs < FAULTS_UNTIL_MS && world.chance(0.002)) this.asleepUntilMs = world.nowMs + world.between(0, 6000);
    this.whenAwake(() => this.dispatch({ kind: 'tick' }));
    world.after(50 / this.clock.rate, () => this.tick());
  }

  /** A suspended process does nothing, and then handles all events at once. */
  private whenAwake(run: () => void): void {
    const { world } = this.cluster;
    if (world.nowMs >= this.asleepUntilMs) return run();
    world.after(this.asleepUntilMs - world.nowMs, run);
  }

  private dispatch(event: LeadershipEvent): void {
    const nowMs = this.clock.startMs + this.cluster.world.nowMs * this.clock.rate;
    for (const effect of this.machine.handle(event, nowMs)) this.execute(effect);
    this.cluster.mostLeaders = Math.max(this.cluster.mostLeaders, this.cluster.leaders);
  }

  /** A suspended process publishes nothing. Its first event afterwards carries the current time. */
  get acts(): boolean {
    return this.leads > 0 && this.cluster.world.nowMs > this.asleepUntilMs;
  }

  private execute(effect: LeadershipEffect): void {
    if (effect.kind === 'lead') {
      this.leads = effect.epoch;
      this.epochs.push(effect.epoch);
    } else if (effect.kind === 'resume') this.leads = this.epochs.at(-1)!;
    else if (effect.kind === 'pause' || effect.kind === 'deposed') this.leads = 0;
    else if (effect.kind === 'read') this.ask(() => ({ kind: 'read', entry: this.cluster.look() }), 'readFailed');
    else if (effect.kind === 'write') {
      const { entry, revision } = effect;
      this.ask(() => {
        const written = this.cluster.write(entry, revision);
        if (written === undefined) return { kind: 'writeFailed', why: 'conflict', reason: 'wrong revision' };
        return { kind: 'written', revision: written };
      }, 'writeFailed');
    }
  }

  /** Sends a request with a time-out. The request and its answer may be lost or late. */
  private ask(request: () => LeadershipEvent, failure: 'readFailed' | 'writeFailed'): void {
    const { world } = this.cluster;
    let open = true;
    const settle = (event: LeadershipEvent) => {
      this.whenAwake(() => {
        if (open) this.dispatch(event);
        open = false;
      });
    };
    const failed: LeadershipEvent =
      failure === 'readFailed'
        ? { kind: 'readFailed', reason: 'no answer', gone: false }
        : { kind: 'writeFailed', why: 'unknown', reason: 'no answer' };
    world.after(ANSWER_WITHIN_MS / this.clock.rate, () => settle(failed));
    this.cluster.deliver(() => {
      const answer = request();
      this.cluster.deliver(() => settle(answer));
    });
  }
}

class Cluster {
  readonly world: World;
  readonly key = new TestKey();
  readonly processes: Process[];
  mostLeaders = 0;
  private history: (LeaderReading | undefined)[] = [undefined];

  constructor(seed: number) {
    this.world = new World(seed);
    this.processes = Array.from({ length: MACHINES }, (_, index) => new Process(this, index));
  }

  deliver(arrive: () => void): void {
    const { world } = this;
    const faulty = world.nowMs < FAULTS_UNTIL_MS;
    if (faulty && world.chance(0.1)) return;
    world.after(faulty && world.chance(0.1) ? world.between(0, 8000) : world.between(0, 20), arrive);
  }

  write(...[entry, revision]: Parameters<TestKey['write']>): number | undefined {
    const written = this.key.write(entry, revision);
    if (written !== undefined) this.history.push(this.key.entry);
    return written;
  }

  /** The answer of a replica that may lag behind. */
  look(): LeaderReading | undefined {
    const lag = this.world.nowMs < FAULTS_UNTIL_MS && this.world.chance(0.1) ? this.world.integer(1, 3) : 0;
    return this.history.at(-1 - lag) ?? this.history[0];
  }

  get leaders(): number {
    return this.processes.filter(({ acts }) => acts).length;
  }
}

describe('the lead', () => {
  it('is held by at most one process, with growing epochs, and by one when faults stop', () => {
    let changes = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const cluster = new Cluster(seed);
      cluster.world.run(FAULTS_UNTIL_MS + 15_000, () => false);
      const epochs = cluster.processes.flatMap((each) => each.epochs);
      expect(cluster.mostLeaders, `seed ${seed}`).toBe(1);
      expect(cluster.leaders, `seed ${seed}`).toBe(1);
      expect(new Set(epochs).size, `seed ${seed}: ${epochs.join(', ')}`).toBe(epochs.length);
      changes += epochs.length;
    }
    // The faults must have had an effect.
    expect(changes).toBeGreaterThan(250);
  });
});
