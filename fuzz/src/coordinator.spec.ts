/** A coordinator with two honest workers hears hostile ones: its weights stay those of the reference, bit by bit. */
import { copyState, type CoordinatorEffect, type CoordinatorEvent } from '@lockstep/cluster';
import { workerKey, type RefusalCode, type WireDtype } from '@lockstep/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';
import { Checks, count, DTYPES, REFERENCE, type Counts } from './testing/checks.js';
import { auditsOf, Cluster, CONFIG } from './testing/cluster.js';
import { at, expectUnchanged, remembered, type LeaveOut } from './testing/graph.js';
import { hostile, type Hostile, type HostileEvent } from './testing/hostile.js';

/** Refusals of a message that leave all as it was. The others send a worker away, and give its shards to others. */
const HARMLESS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  ...(['MALFORMED', 'PROTOCOL_VERSION', 'SCHEMA', 'FINGERPRINT', 'DUPLICATE_ID', 'UNKNOWN_WORKER'] as const),
  ...(['NO_LEASE', 'STALE'] as const),
]);
const SENDS_AWAY: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['NOT_FINITE', 'WRONG_SHAPE']);

/** 5 workers with the last 32 times of each, 16 standbys, leases of 4 shards, the losses, refusals of a dozen processes. */
const MOST_ENTRIES = 400 + 2 * CONFIG.totalSteps;
/** Weights, moments, two checkpoints of both, two kept gradients, a snapshot, and partials of each shard and worker. */
const VECTOR_BYTES = 4 * CONFIG.parameterCount;
const MOST_BYTES = VECTOR_BYTES * 60 + 8 * CONFIG.totalSteps;

/** A run that has ended is told so many things more. */
const TURNS_AFTER_THE_END = 3;
/** Standbys of a flood: more than all entries that there may be. */
const FLOOD = 500;

interface Turn {
  honestTurns: number;
  pick: number;
  afterMs: number;
  order: Order | undefined;
  hostile: Hostile;
}

/** What the coordinator's own process tells its machine. `unsaved`: a checkpoint could not be written. */
type Order =
  Extract<CoordinatorEvent, { kind: 'pause' | 'resume' | 'stop' | 'abort' | 'deposed' }> | { kind: 'unsaved' };

const order: fc.Arbitrary<Order | undefined> = fc.constantFrom<(Order | undefined)[]>(
  ...Array<undefined>(60).fill(undefined),
  ...Array.from({ length: 6 }, () => ({ kind: 'resume' as const })),
  ...([{ kind: 'pause' }, { kind: 'pause' }, { kind: 'pause' }, { kind: 'unsaved' }] as const),
);

const STOP = { kind: 'stop' as const, reason: 'Ctrl-C' };
const GIVE_UP = { kind: 'abort' as const, reason: 'all workers have ended' };
const DEPOSED = { kind: 'deposed' as const, leaderEpoch: CONFIG.leaderEpoch + 1 };

/** Of one run in two: the others go on until all is done, or two workers have sent no numbers. */
const end = fc.constantFrom<Order[]>([], [], [], [], [STOP], [GIVE_UP], [DEPOSED], [STOP, DEPOSED]);

const turn: fc.Arbitrary<Turn> = fc.record({
  honestTurns: fc.nat(5),
  pick: fc.nat(11),
  afterMs: fc.constantFrom(0, 1, 5, 20, 20, 700, 1500),
  order,
  hostile,
});

const run = fc.record({
  wireDtype: fc.constantFrom(...DTYPES),
  share: fc.constantFrom(0, 0, 0.3, 1),
  from: fc.constantFrom(0, 0, 0, 0, 7, 7, CONFIG.totalSteps - 1, CONFIG.totalSteps),
  turns: fc.array(turn, { minLength: 20, maxLength: 60, size: 'max' }),
  end,
  endsAfter: fc.nat(40),
});

/** The member that a message is from, before it is heard; undefined when its process is none. */
function memberOf({ machine }: Cluster, { event }: HostileEvent): object | undefined {
  if (event.kind !== 'message') return undefined;
  const { members } = at(machine, 'members') as { members: Map<string, { incarnation: number }> };
  const member = members.get(workerKey(event.from));
  return member?.incarnation === event.message.incarnation ? member : undefined;
}

class FuzzedCluster {
  private readonly checks: Checks;
  private readonly cluster: Cluster;

  constructor(
    { wireDtype, share, from }: { wireDtype: WireDtype; share: number; from: number },
    private readonly counts: Counts,
  ) {
    this.checks = new Checks(wireDtype, counts);
    const handle = this.checks.handle.bind(this.checks);
    const state = copyState(REFERENCE[wireDtype].states[from]!);
    this.cluster = new Cluster({ wireDtype, ...auditsOf(share) }, state, { honest: 2, dissenters: 0 }, handle);
    for (let turn = 0; turn < 40; turn++) this.cluster.turn(0);
  }

  get over(): boolean {
    return this.checks.ended !== undefined;
  }

  take({ honestTurns, pick, afterMs, order, hostile: make }: Turn): void {
    const { cluster } = this;
    for (let i = 0; i < honestTurns; i++) cluster.turn(pick + i);
    cluster.nowMs += afterMs;
    cluster.dispatch({ kind: 'tick' });
    if (order) this.obey(order);
    this.receive(make(cluster));
  }

  obey(order: Order): void {
    if (order.kind === 'unsaved') this.cluster.saved('The disk is full.');
    else this.cluster.dispatch(order);
  }

  /** So many as could never all be remembered; and a look at what happened. */
  finish(): void {
    const { machine } = this.cluster;
    const body = { kind: 'heartbeat' as const, version: 0, synced: false };
    for (let n = 0; n < FLOOD && !this.over; n++) {
      const message = { incarnation: n, leaderEpoch: CONFIG.leaderEpoch, body };
      this.cluster.dispatch({ kind: 'standbyMessage', from: `flood-${n}`, message });
    }
    expect(remembered(machine).entries, 'entries after a flood').toBeLessThanOrEqual(MOST_ENTRIES);
    const { refused, audited, auditsSkipped } = machine.status(this.cluster.nowMs);
    expect(refused.filter(({ code }) => code === 'AUDIT')).toEqual([]);
    if (audited > 0) count(this.counts, 'runs with audits');
    if (auditsSkipped > 0) count(this.counts, 'runs with audits that were skipped');
  }

  private receive(each: HostileEvent): void {
    const { machine } = this.cluster;
    const member = memberOf(this.cluster, each);
    const leaveOut: LeaveOut = (owner, name) => owner === member && name === 'lastSeenMs';
    const { digest: before, entries, bytes } = remembered(machine, leaveOut);
    expect(entries, 'entries of all collections').toBeLessThanOrEqual(MOST_ENTRIES);
    expect(bytes, 'bytes of all vectors').toBeLessThanOrEqual(MOST_BYTES);
    const sums = this.sums();
    const { auditsSkipped } = machine.status(this.cluster.nowMs);
    const effects = this.cluster.dispatch(each.event);
    const codes = refusalsTo(effects, each);
    for (const code of codes) count(this.counts, code);
    const why = `${JSON.stringify(each.event).slice(0, 300)}, refused with ${codes.join() || 'nothing'}`;
    const ofNobody = !member && each.event.kind === 'message' && each.event.message.body.kind !== 'join';
    if (ofNobody || each.expected === 'no change' || codes.some((code) => HARMLESS.has(code))) {
      expectUnchanged(before, remembered(machine, leaveOut).digest, why);
    }
    // When nobody else is left to audit what an honest one has sent, that counts as it is.
    if (machine.status(this.cluster.nowMs).auditsSkipped > auditsSkipped) return;
    if (codes.some((code) => SENDS_AWAY.has(code))) expectUnchanged(sums, this.sums(), why);
  }

  /** All that the weights rest on: the state, and what is summed up of the open step. */
  private sums(): string {
    const { machine } = this.cluster;
    return remembered({ state: machine.training, reducer: at(machine, 'step', 'reducer') }).digest;
  }
}

/** Codes of the refusals that the sender of an event got for it. */
function refusalsTo(effects: readonly CoordinatorEffect[], { event }: HostileEvent): RefusalCode[] {
  if (event.kind !== 'message' && event.kind !== 'malformed') return [];
  return effects.flatMap((effect) => {
    if (effect.kind !== 'send' || workerKey(effect.to) !== workerKey(event.from)) return [];
    const { body } = effect.message;
    return body.kind === 'refusal' ? [body.code] : [];
  });
}

it('a coordinator under fuzz has the weights of the reference, and never fails, grows or changes by what it refuses', () => {
  const counts: Counts = new Map();
  fuzz('the coordinator', run, ({ turns, end, endsAfter, ...how }) => {
    const fuzzed = new FuzzedCluster(how, counts);
    let [received, late] = [0, 0];
    for (const each of turns) {
      if (received === endsAfter) for (const order of end) fuzzed.obey(order);
      if (fuzzed.over) late += 1;
      else received += 1;
      if (late > TURNS_AFTER_THE_END) break;
      fuzzed.take(each);
    }
    fuzzed.finish();
    return received;
  });
  console.log(`fuzz: ${[...counts].map(([name, times]) => `${times} ${name}`).join(', ')}`);
  expect(counts.get('steps'), 'steps').toBeGreaterThan(100);
  expect([...counts.keys()]).toEqual(
    expect.arrayContaining([
      ...[...HARMLESS, ...SENDS_AWAY],
      ...['runs with audits', 'runs with audits that were skipped', 'evaluated', 'steps after a pause'],
      ...['heard in a pause', 'heard stops', 'heard deposed', 'heard over'],
      ...['ended finished', 'ended stopped', 'ended failed', 'ended deposed'],
    ]),
  );
});
