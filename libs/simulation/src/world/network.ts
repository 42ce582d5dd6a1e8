/**
 * Core NATS. Every message may be lost, duplicated, delayed or reordered, on each link and in each direction independently. The
 * content of a message never changes.
 */
import type { Coverage } from '../checks/coverage.js';
import type { World } from '@lockstep/cluster/internals';

export interface NetworkFaults {
  drop: number;
  duplicate: number;
  leastDelayMs: number;
  mostDelayMs: number;
}

export class Network {
  /** Number of overlapping cuts by direction, as `from>to`. */
  private readonly cuts = new Map<string, number>();
  private calm = false;

  constructor(
    private readonly world: World,
    private readonly faults: NetworkFaults,
    private readonly coverage: Coverage,
  ) {}

  /** Stops all faults. Messages that are under way keep their delay. */
  becalm(): void {
    this.calm = true;
    this.cuts.clear();
  }

  /** Carries one message to one receiver. */
  carry(from: string, to: string, arrive: () => void): void {
    const { drop, duplicate, leastDelayMs, mostDelayMs } = this.faults;
    if (this.calm) return this.world.after(1, arrive);
    if (this.cuts.has(`${from}>${to}`)) return this.coverage.fault('message into a cut link');
    if (this.world.chance(drop)) return this.coverage.fault('message lost');
    this.world.after(this.world.between(leastDelayMs, mostDelayMs), arrive);
    if (!this.world.chance(duplicate)) return;
    this.coverage.fault('message doubled');
    this.world.after(this.world.between(leastDelayMs, mostDelayMs), arrive);
  }

  isCut(from: string, to: string): boolean {
    return this.cuts.has(`${from}>${to}`);
  }

  /** Cuts one direction for this time. */
  cut(from: string, to: string, forMs: number): void {
    const link = `${from}>${to}`;
    this.cuts.set(link, (this.cuts.get(link) ?? 0) + 1);
    this.world.after(forMs, () => {
      const left = (this.cuts.get(link) ?? 0) - 1;
      if (left > 0) this.cuts.set(link, left);
      else this.cuts.delete(link);
    });
  }
}
