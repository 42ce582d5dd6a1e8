/**
 * A simulated process around production code. It can crash before any effect, hang while arriving events wait as in the kernel's
 * socket buffers, or be slow.
 */
import { nameOf, type Happening } from '../checks/coverage.js';
import type { World } from '@lockstep/cluster/internals';

export const TICK_MS = 50;
/** Bound of the events that wait for a hung process, since the buffers of the kernel and of NATS are bounded. */
const MOST_WAITING = 4000;

export abstract class Process {
  alive = true;
  /** Factor of all durations: 1 normally, 10 for a slow process. */
  slowness = 1;
  private hung = false;
  private inbox: (() => void)[] = [];
  private crashPoint: { at: string; left: number } | undefined;

  /** True when the schedule has ended, perhaps between two effects of one event. */
  protected abstract isOver(): boolean;
  /** Called after a crash. */
  protected abstract onCrash(how: string): void;

  constructor(
    readonly world: World,
    readonly name: string,
  ) {}

  get running(): boolean {
    return this.alive && !this.hung;
  }

  /** Calls back at once, after a hang, or never when the process is dead. */
  whenRunning(happen: () => void): void {
    if (!this.alive) return;
    if (!this.hung) return happen();
    if (this.inbox.length < MOST_WAITING) this.inbox.push(happen);
  }

  /** Calls back in the process after this delay, if it still lives. */
  later(delayMs: number, happen: () => void): void {
    this.world.after(delayMs, () => this.whenRunning(happen));
  }

  crash(how: string): void {
    if (!this.alive) return;
    this.world.note(() => `${this.name} crashes: ${how}`);
    this.alive = false;
    this.inbox = [];
    this.onCrash(how);
  }

  /** Makes the process crash before its n-th effect of this name (see nameOf), '' for any name. */
  crashBefore(at: string, nth: number): void {
    this.crashPoint = { at, left: nth };
  }

  /** Cancels {@link crashBefore}. */
  spare(): void {
    this.crashPoint = undefined;
  }

  hang(forMs: number): void {
    if (!this.running) return;
    this.world.note(() => `${this.name} hangs for ${forMs.toFixed(0)} ms`);
    this.hung = true;
    this.world.after(forMs, () => this.wake());
  }

  private wake(): void {
    this.hung = false;
    if (!this.alive) return;
    this.world.note(() => `${this.name} resumes, ${this.inbox.length} events wait`);
    const waiting = this.inbox;
    this.inbox = [];
    for (const happen of waiting) this.whenRunning(happen);
  }

  /** Executes effects one by one. A crash in between loses the rest. */
  protected executeAll<Effect extends Happening>(effects: readonly Effect[], execute: (e: Effect) => void): void {
    for (const effect of effects) {
      if (!this.alive || this.isOver()) return;
      if (this.mustCrash(effect)) return this.crash(`before ${nameOf(effect)}`);
      execute(effect);
    }
  }

  private mustCrash(effect: Happening): boolean {
    const { crashPoint } = this;
    if (!crashPoint || (crashPoint.at !== '' && crashPoint.at !== nameOf(effect))) return false;
    crashPoint.left -= 1;
    return crashPoint.left === 0;
  }

  protected everyMs(intervalMs: number, happen: () => void): void {
    if (!this.alive) return;
    if (!this.hung) happen();
    this.world.after(intervalMs * this.slowness, () => this.everyMs(intervalMs, happen));
  }
}
