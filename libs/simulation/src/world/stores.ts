/**
 * JetStream's key-value bucket and object store. They are linearizable, but a request or its answer may be lost, and no request is
 * answered while the servers elect a leader.
 */
import type { Coverage } from '../checks/coverage.js';
import type { Network } from './network.js';
import type { World } from '@lockstep/cluster/internals';

export interface StoreFaults {
  loseRequest: number;
  loseAnswer: number;
  mostDelayMs: number;
}

export interface Entry {
  value: string;
  revision: number;
}

/** The answer to a request. `gone`: the servers have no such bucket. `missing`: an object of a checkpoint does not exist. */
export type Answer<Result> =
  { ok: true; result: Result } | { ok: false; error: 'conflict' | 'timeout' | 'gone' | 'missing' };

/** The client's time-out. */
const TIMEOUT_MS = 1000;
/** The stores' name in the network. */
export const STORES = 'stores';

export class Stores<Blob> {
  readonly keys = new Map<string, Entry>();
  readonly objects = new Map<string, Blob>();
  /** Called after every change. */
  onChange: (what: string) => void = () => undefined;
  /** True when the servers have lost the buckets and no coordinator has made new ones. */
  gone = false;
  private awayUntilMs = 0;
  private revisions = 0;
  private calm = false;

  constructor(
    private readonly world: World,
    private readonly network: Network,
    private readonly faults: StoreFaults,
    private readonly coverage: Coverage,
  ) {}

  becalm(): void {
    this.calm = true;
    this.awayUntilMs = 0;
  }

  goAway(forMs: number): void {
    this.awayUntilMs = Math.max(this.awayUntilMs, this.world.nowMs + forMs);
  }

  /** The servers restart with empty disks. */
  lose(): void {
    this.gone = true;
    this.keys.clear();
    this.objects.clear();
    this.revisions = 0;
  }

  /** A starting coordinator makes missing buckets. */
  open(): void {
    this.gone = false;
  }

  read(client: string, key: string, done: (answer: Answer<Entry | undefined>) => void): void {
    this.request(client, () => ({ ok: true, result: this.keys.get(key) }), done);
  }

  /** Writes if the key is still at `revision` (0 if it does not exist), and answers with the new revision. */
  compareAndSet(client: string, key: string, value: string, revision: number, done: (a: Answer<number>) => void): void {
    const apply = (): Answer<number> => {
      if ((this.keys.get(key)?.revision ?? 0) !== revision) return { ok: false, error: 'conflict' };
      this.revisions += 1;
      this.keys.set(key, { value, revision: this.revisions });
      this.onChange(key);
      return { ok: true, result: this.revisions };
    };
    this.request(client, apply, done);
  }

  put(client: string, name: string, blob: Blob, done: (answer: Answer<undefined>) => void): void {
    const apply = (): Answer<undefined> => {
      this.objects.set(name, blob);
      return { ok: true, result: undefined };
    };
    this.request(client, apply, done);
  }

  get(client: string, name: string, done: (answer: Answer<Blob | undefined>) => void): void {
    this.request(client, () => ({ ok: true, result: this.objects.get(name) }), done);
  }

  list(client: string, done: (answer: Answer<string[]>) => void): void {
    this.request(client, () => ({ ok: true, result: [...this.objects.keys()] }), done);
  }

  remove(client: string, name: string, done: (answer: Answer<undefined>) => void): void {
    const apply = (): Answer<undefined> => {
      this.objects.delete(name);
      this.onChange(name);
      return { ok: true, result: undefined };
    };
    this.request(client, apply, done);
  }

  private request<Result>(client: string, apply: () => Answer<Result>, done: (answer: Answer<Result>) => void): void {
    const { world, network } = this;
    let answered = false;
    const answer = (what: Answer<Result>): void => {
      if (answered) return;
      answered = true;
      done(what);
    };
    world.after(TIMEOUT_MS, () => answer({ ok: false, error: 'timeout' }));
    if (network.isCut(client, STORES) || this.faulty(this.faults.loseRequest, 'store request lost')) return;
    world.after(this.delayMs(), () => {
      if (world.nowMs < this.awayUntilMs) return this.coverage.fault('store request while no leader');
      const result: Answer<Result> = this.gone ? { ok: false, error: 'gone' } : apply();
      if (network.isCut(STORES, client) || this.faulty(this.faults.loseAnswer, 'store answer lost')) return;
      world.after(this.delayMs(), () => answer(result));
    });
  }

  private delayMs(): number {
    return this.calm ? 2 : this.world.between(0.5, this.faults.mostDelayMs);
  }

  private faulty(probability: number, kind: string): boolean {
    if (this.calm || !this.world.chance(probability)) return false;
    this.coverage.fault(kind);
    return true;
  }
}
