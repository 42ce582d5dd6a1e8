/**
 * A simulated process around production code: it can crash at any effect, hang with everything that arrives kept waiting
 * (as the kernel's socket buffers do), or be slow.
 */
import { nameOf, type Happening } from '../checks/coverage.js';
import type { World } from '@lockstep/cluster/internals';

export const TICK_MS = 50;
/** Events that a hung process may find waiting: the kernel's and NATS' buffers are as bounded. */
const MOST_WAITING = 4000;

export abstract class Process {
  alive = true;
  /** 1 as a rule; 10 for a process that gets a tenth of the time that it needs. */
  slowness = 1;
  private hung = false;
  private inbox: (() => void)[] = [];
  private crashPoint: { at: string; left: number } | undefined;

  /** Whether the schedule has ended, perhaps in the middle of what is carried out. */
  protected abstract isOver(): boolean;
  /** What the process leaves behind. */
  protected abstract onCrash(how: string): void;

  constructor(
    readonly world: World,
    readonly name: string,
  ) {}

  get running(): boolean {
    return this.alive && !this.hung;
  }

  /** Something happens to the process: at once, when it goes on, or never. */
  whenRunning(happen: () => void): void {
    if (!this.alive) return;
    if (!this.hung) return happen();
    if (this.inbox.length < MOST_WAITING) this.inbox.push(happen);
  }

  /** Does something later, in the process: a timer, or what an operation calls back. */
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

  /** Crashes right before it carries out its n-th effect of this name from now: see nameOf; '' for any effect. */
  crashBefore(at: string, nth: number): void {
    this.crashPoint = { at, left: nth };
  }

  /** It will not crash by itself. */
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
    this.world.note(() => `${this.name} goes on, ${this.inbox.length} events wait`);
    const waiting = this.inbox;
    this.inbox = [];
    for (const happen of waiting) this.whenRunning(happen);
  }

  /** Carries effects out one by one; a crash in between loses the rest. */
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
