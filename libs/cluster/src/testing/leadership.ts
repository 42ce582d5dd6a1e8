/** A Leadership machine for tests, and a key that it shares with other processes. */
import type {
  LeaderEntry,
  LeaderReading,
  LeadershipEffect,
  LeadershipEvent,
  LeadershipConfig,
} from '../election/events.js';
import { Leadership } from '../election/leadership.js';

export const LEASE: LeadershipConfig = {
  holder: 'me',
  role: 'lead',
  leaseMs: 1500,
  renewMs: 300,
  latestEpoch: 0,
  lostKeyStep: 1,
};

/** One key with compare-and-set. */
export class TestKey {
  entry: LeaderReading | undefined;

  /** @returns the new revision, or undefined when the key is not at `revision` */
  write(entry: LeaderEntry, revision: number): number | undefined {
    if (revision !== (this.entry?.revision ?? 0)) return undefined;
    this.entry = { ...entry, revision: revision + 1 };
    return this.entry.revision;
  }

  /** Writes an entry of another process. */
  put(entry: Partial<LeaderEntry> = {}): void {
    const { epoch, revision } = this.entry ?? { epoch: 1, revision: 0 };
    this.entry = { epoch, holder: 'other', state: 'leading', ...entry, revision: revision + 1 };
  }
}

/** A machine whose reads and writes are answered at once by default. */
export class TestLeadership {
  readonly machine: Leadership;
  readonly said: LeadershipEffect[] = [];
  /** Number of reads and writes. */
  asked = 0;
  nowMs = 0;
  /** `lost`: writes succeed, but their answers are lost. `dead`: all requests fail. `none`: no answers. `gone`: no bucket. */
  server: 'well' | 'lost' | 'dead' | 'none' | 'gone' = 'well';
  /** The answer to reads by a replica that lags behind. */
  stale: { entry: LeaderReading | undefined } | undefined;

  constructor(
    readonly key: TestKey,
    config: Partial<LeadershipConfig> = {},
  ) {
    this.machine = new Leadership({ ...LEASE, ...config });
  }

  /** Makes the machine the leader of epoch 1. The key must be empty. */
  lead(): void {
    this.dispatch({ kind: 'tick' });
    const said = this.take();
    if (said.join() !== 'lead 1') throw new Error(`expected the lead of epoch 1, but the effects are: ${said.join()}`);
  }

  /** The effects since the last call, without reads, writes and debug notices. */
  take(): string[] {
    const said = this.said.splice(0).filter(({ kind }) => kind !== 'read' && kind !== 'write');
    return said.flatMap((effect) => {
      if (effect.kind === 'notice') return effect.level === 'debug' ? [] : [`${effect.level}: ${effect.message}`];
      return 'epoch' in effect ? [`${effect.kind} ${effect.epoch}`] : [effect.kind];
    });
  }

  dispatch(event: LeadershipEvent): void {
    const effects = this.machine.handle(event, this.nowMs);
    this.said.push(...effects);
    for (const effect of effects) this.answer(effect);
  }

  /** Advances the time in steps of 50 ms, and calls `each` before every step. */
  run(forMs: number, each: (nowMs: number) => void = () => undefined): string[] {
    const untilMs = this.nowMs + forMs;
    for (; this.nowMs < untilMs; this.nowMs += 50) {
      each(this.nowMs);
      this.dispatch({ kind: 'tick' });
    }
    return this.take();
  }

  private answer(effect: LeadershipEffect): void {
    if (effect.kind === 'read' || effect.kind === 'write') this.asked += 1;
    if (this.server === 'none') return;
    if (effect.kind === 'read') {
      const gone = this.server === 'gone';
      if (gone || this.server === 'dead') this.dispatch({ kind: 'readFailed', reason: 'no answer', gone });
      else this.dispatch({ kind: 'read', entry: this.stale ? this.stale.entry : this.key.entry });
    }
    if (effect.kind !== 'write') return;
    const revision =
      this.server === 'dead' || this.server === 'gone' ? undefined : this.key.write(effect.entry, effect.revision);
    if (this.server !== 'well') this.dispatch({ kind: 'writeFailed', why: 'unknown', reason: 'no answer' });
    else if (revision === undefined) this.dispatch({ kind: 'writeFailed', why: 'conflict', reason: 'wrong revision' });
    else this.dispatch({ kind: 'written', revision });
  }
}
