/** Liars take part whose numbers are finite, of the right shape, and wrong: where all is audited no lie is ever committed. */
import { copyState, type CoordinatorEffect, type CoordinatorEvent, type CoordinatorMachine } from '@lockstep/cluster';
import { workerKey, type WireDtype } from '@lockstep/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';
import { Checks, count, DTYPES, REFERENCE, type Counts } from './testing/checks.js';
import { auditsOf, Cluster, CONFIG } from './testing/cluster.js';
import { remembered } from './testing/graph.js';
import { Lies, quarantined } from './testing/lies.js';
import type { Lie } from './testing/worker.js';

/** As in coordinator.spec.ts: no more workers, and no hostile processes. */
const MOST_ENTRIES = 300 + 2 * CONFIG.totalSteps;
const UNDECIDED = /^failed: .* computed different gradients of .* there is no other worker to say who is right/;

interface How {
  wireDtype: WireDtype;
  share: number;
  honest: number;
  dissenters: number;
  from: number;
  /** Nobody is ever late, silent or gone: then there is always somebody who can audit. */
  calm: boolean;
}

const how: fc.Arbitrary<How> = fc.record({
  wireDtype: fc.constantFrom(...DTYPES),
  share: fc.constantFrom(0.3, 1, 1, 1),
  honest: fc.constantFrom(1, 2, 2, 3),
  dissenters: fc.constantFrom(1, 2),
  from: fc.constantFrom(0, 11, CONFIG.totalSteps - 2),
  calm: fc.boolean(),
});

const lie = fc.constantFrom<(Lie | undefined)[]>(undefined, undefined, undefined, 'vector', 'loss');

interface Turn {
  work: number;
  pick: number;
  lies: (Lie | undefined)[];
  afterMs: number;
  gone: number | undefined;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  work: fc.nat(20),
  pick: fc.nat(11),
  lies: fc.tuple(lie, lie),
  afterMs: fc.constantFrom(0, 1, 5, 20, 700, 1500),
  /** Number of a worker whose process has ended, as somebody believes. */
  gone: fc.option(fc.nat(4), { freq: 4 }),
});

class AuditedCluster {
  private readonly checks: Checks;
  private readonly lies: Lies;
  readonly cluster: Cluster;

  constructor(
    private readonly how: How,
    private readonly counts: Counts,
  ) {
    const { wireDtype, share, honest, dissenters, from, calm } = how;
    this.lies = new Lies(wireDtype);
    this.checks = new Checks(wireDtype, counts, (machine) => !this.mayHoldLies(machine));
    const patience = calm ? { leaseFloorMs: 1e9, heartbeatTimeoutMs: 1e9 } : {};
    const config = { wireDtype, ...auditsOf(share), ...patience };
    const state = copyState(REFERENCE[wireDtype].states[from]!);
    this.cluster = new Cluster(config, state, { honest, dissenters }, this.handle.bind(this));
  }

  get over(): boolean {
    return this.checks.ended !== undefined;
  }

  take({ work, pick, lies, afterMs, gone }: Turn): void {
    const { cluster } = this;
    const { honest, dissenters, machine } = cluster;
    for (const [i, dissenter] of dissenters.entries()) dissenter.lie = lies[i];
    const worker = gone === undefined || this.how.calm ? undefined : [...honest, ...dissenters][gone];
    if (worker) cluster.dispatch({ kind: 'gone', worker: worker.id, reason: 'has ended' });
    cluster.nowMs += afterMs;
    cluster.dispatch({ kind: 'tick' });
    for (let i = 0; i < work && !this.over; i++) cluster.turn(pick + i);
    expect(remembered(machine).entries, 'entries of all collections').toBeLessThanOrEqual(MOST_ENTRIES);
    for (const { id } of honest)
      expect(quarantined(machine), 'dissenters that were found').not.toContain(workerKey(id));
    if (this.how.calm) expect(machine.status(cluster.nowMs).auditsSkipped, 'audits that nobody could do').toBe(0);
  }

  finish(): void {
    const { ended } = this.checks;
    const { honest, share, calm } = this.how;
    const { machine, nowMs } = this.cluster;
    const { audited, auditsSkipped } = machine.status(nowMs);
    quarantined(machine).forEach(() => count(this.counts, 'dissenters named'));
    if (audited > 0) count(this.counts, `runs with audits at ${share}`);
    if (auditsSkipped > 0) count(this.counts, 'runs with audits that were skipped');
    if (!ended?.startsWith('failed')) return;
    expect(ended).toMatch(UNDECIDED);
    // Two honest workers always agree.
    if (calm) expect(honest, ended).toBe(1);
    count(this.counts, calm ? 'undecided' : 'undecided since others were gone');
  }

  private handle(machine: CoordinatorMachine, event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    const effects = this.checks.handle(machine, event, nowMs);
    for (const effect of effects) {
      if (effect.kind === 'stepped' && this.how.calm) this.lies.expectNamed(machine);
      if (effect.kind === 'notice' && effect.message.includes('begins anew')) {
        count(this.counts, 'steps begun anew');
        this.lies.forget();
      }
      if (effect.kind !== 'send' || effect.message.body.kind !== 'refusal') continue;
      const { code } = effect.message.body;
      count(this.counts, event.kind === 'message' && event.message.body.kind === 'join' ? `${code} to a join` : code);
    }
    this.lies.look(machine);
    return effects;
  }

  /** Lies count where nobody looks: of a share of the nodes, or while nobody else is there. */
  private mayHoldLies(machine: CoordinatorMachine): boolean {
    const { liesHeard, nowMs } = this.cluster;
    return liesHeard > 0 && (this.how.share < 1 || machine.status(nowMs).auditsSkipped > 0);
  }
}

it('a coordinator that audits dissenters commits no lie, names who has lied and nobody else, or stops and says why', () => {
  const counts: Counts = new Map();
  const run = fc.record({ how, turns: fc.array(turn, { minLength: 10, maxLength: 40, size: 'max' }) });
  fuzz('an audit', run, ({ how, turns }) => {
    const audited = new AuditedCluster(how, counts);
    for (const each of turns) if (!audited.over) audited.take(each);
    audited.finish();
    return audited.cluster.liesHeard;
  });
  console.log(`fuzz: ${[...counts].map(([name, times]) => `${times} ${name}`).join(', ')}`);
  expect(counts.get('steps'), 'steps').toBeGreaterThan(100);
  expect(counts.get('dissenters named'), 'dissenters named').toBeGreaterThan(10);
  expect([...counts.keys()]).toEqual(
    expect.arrayContaining([
      ...['AUDIT', 'AUDIT to a join', 'steps begun anew', 'undecided', 'undecided since others were gone'],
      ...['runs with audits at 0.3', 'runs with audits at 1', 'runs with audits that were skipped'],
      ...['steps that nobody can vouch for', 'evaluated', 'ended finished'],
    ]),
  );
});
