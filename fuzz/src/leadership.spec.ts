/** The machine of leadership gets answers from a key that others write, that lags behind, or that says what it never could. */
import { Leadership, type LeadershipEffect, type LeadershipEvent } from '@lockstep/cluster';
import { footprintOf, memoryOf } from '@lockstep/simulation';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';

const HOLDER = 'me';
/** The end of a lease, a pause or its end, one read or write, and a sentence about each. */
const MOST_EFFECTS = 6;
const LAST: ReadonlySet<string> = new Set(['deposed', 'otherLeads', 'finished', 'ended']);

const count = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(0xffff_ffff, Number.MAX_SAFE_INTEGER - 1) },
);
const state = fc.constantFrom('leading' as const, 'leading' as const, 'released' as const, 'finished' as const);
const entry = fc.record({
  epoch: count,
  holder: fc.constantFrom('other', 'other', 'third', HOLDER),
  state,
  revision: count,
});
const reason = fc.constant('a fuzzed reason');

const event: fc.Arbitrary<LeadershipEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'tick' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('read' as const), entry: fc.option(entry, { nil: undefined }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('readFailed' as const), reason, gone: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('written' as const), revision: count }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('writeFailed' as const),
      why: fc.constantFrom('conflict' as const, 'unknown' as const),
      reason,
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(20), fc.constantFrom('released' as const, 'finished' as const))
      .map(([n, state]) => (n === 0 ? { kind: 'end' as const, state } : { kind: 'tick' as const })),
  },
);
const steps = fc.record({
  role: fc.constantFrom('lead' as const, 'standby' as const),
  /** Whether reads and writes are answered as they are asked, or answers come out of nowhere, too. */
  asked: fc.boolean(),
  events: fc.array(fc.record({ event, afterMs: fc.constantFrom(0, 50, 50, 300, 1600) }), {
    ...{ minLength: 10, maxLength: 60 },
    size: 'max',
  }),
});

class FuzzedLeadership {
  private readonly machine: Leadership;
  private nowMs = 0;
  private underWay: 'read' | 'write' | undefined;
  private latestEpoch = 0;
  private claimed: number | undefined;
  private over = false;
  led = false;

  constructor(
    role: 'lead' | 'standby',
    private readonly asked: boolean,
  ) {
    this.machine = new Leadership({ holder: HOLDER, role, leaseMs: 1500, renewMs: 300, latestEpoch: 0, lostKeyStep: 1 });
  }

  /** @returns whether the event was given to the machine: an answer may need a question */
  take(event: LeadershipEvent, afterMs: number): boolean {
    this.nowMs += afterMs;
    const answers = event.kind === 'read' || event.kind === 'readFailed' ? 'read' : 'write';
    const isAnswer = event.kind !== 'tick' && event.kind !== 'end';
    if (this.asked && isAnswer && this.underWay !== answers) return false;
    if (isAnswer) this.underWay = undefined;
    if (event.kind === 'read') this.latestEpoch = Math.max(this.latestEpoch, event.entry?.epoch ?? 0);
    const before = memoryOf(this.machine, ['effects']);
    const effects = this.machine.handle(event, this.nowMs);
    if (this.over && event.kind !== 'end') {
      expect(effects).toEqual([]);
      expect(memoryOf(this.machine, ['effects']), `${event.kind} after the end`).toBe(before);
    }
    for (const effect of effects) this.check(effect);
    expect(effects.length).toBeLessThanOrEqual(MOST_EFFECTS);
    expect(footprintOf(this.machine), 'beside its latest effects').toBeLessThanOrEqual(MOST_EFFECTS);
    return true;
  }

  private check(effect: LeadershipEffect): void {
    if (LAST.has(effect.kind)) this.over = true;
    if (effect.kind === 'lead') this.led = true;
    if (effect.kind !== 'read' && effect.kind !== 'write') return;
    if (this.asked) expect(this.underWay, 'of two questions at once').toBeUndefined();
    this.underWay = effect.kind;
    if (effect.kind === 'write') this.checkEntry(effect);
  }

  private checkEntry({ entry, revision }: Extract<LeadershipEffect, { kind: 'write' }>): void {
    expect(entry.holder).toBe(HOLDER);
    expect(Number.isSafeInteger(entry.epoch) && Number.isSafeInteger(revision)).toBe(true);
    // An epoch that was claimed once is renewed, whatever a replica that lags behind says of others.
    if (this.asked && entry.epoch !== this.claimed)
      expect(entry.epoch, 'a new epoch').toBeGreaterThan(this.latestEpoch);
    this.claimed = entry.epoch;
  }
}

it('leadership under fuzz never fails, grows, asks twice at once, or goes on after its end', () => {
  let led = 0;
  fuzz('leadership', steps, ({ role, asked, events }) => {
    const leadership = new FuzzedLeadership(role, asked);
    const taken = events.filter(({ event, afterMs }) => leadership.take(event, afterMs)).length;
    if (leadership.led) led += 1;
    return taken;
  });
  expect(led, 'machines that came to lead').toBeGreaterThan(0);
});
