/** More workers than a run admits: who comes too late is refused and leaves no trace, and a place that is free is given once. */
import { initialState, type CoordinatorEffect } from '@lockstep/cluster';
import { standInWeights } from '@lockstep/simulation';
import { PROTOCOL_VERSION, workerKey, type WorkerBody, type WorkerId } from '@lockstep/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';
import { Checks, count, DTYPES, type Counts } from './testing/checks.js';
import { auditsOf, Cluster, CONFIG } from './testing/cluster.js';
import { expectUnchanged, remembered } from './testing/graph.js';
import { HASH } from './testing/values.js';

const MOST_WORKERS = 1024;
const HONEST = 2;
/** Processes of the crowd; those from MOST_WORKERS - HONEST on find no place. */
const CROWD = 1100;

/** A process of the crowd does one thing. `gone`: its supervisor says that it has ended. */
interface Act {
  kind: 'join' | 'heartbeat' | 'leave' | 'gone';
  process: number;
  /** Another process with the same id. */
  incarnation: number;
  honestTurns: number;
}

const late = fc.integer({ min: MOST_WORKERS - HONEST, max: CROWD });
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('join', 'join', 'join', 'heartbeat', 'leave', 'gone'),
  process: fc.oneof({ weight: 2, arbitrary: late }, { weight: 1, arbitrary: fc.nat(CROWD) }),
  incarnation: fc.constantFrom(1, 1, 1, 2),
  honestTurns: fc.constantFrom(0, 0, 0, 8),
});

const JOIN = {
  ...{ kind: 'join' as const, protocolVersion: PROTOCOL_VERSION, schemaHash: HASH, fingerprint: HASH },
  ...{ device: 'GPU', host: 'there', threads: 1 },
};
const BODIES: Record<Exclude<Act['kind'], 'gone'>, WorkerBody> = {
  join: JOIN,
  heartbeat: { kind: 'heartbeat', version: 0, leaseId: 0, computed: true, msPerShard: 1 },
  leave: { kind: 'leave', reason: 'Ctrl-C' },
};

class Crowd {
  /** Incarnation of every process of the crowd that is in, by its id. */
  private readonly inside = new Map<string, number>();
  private readonly cluster: Cluster;

  constructor(
    { wireDtype, share }: { wireDtype: (typeof DTYPES)[number]; share: number },
    private readonly counts: Counts,
  ) {
    const checks = new Checks(wireDtype, counts);
    const state = initialState(standInWeights(CONFIG.seed));
    const workers = { honest: HONEST, dissenters: 0 };
    // The honest ones hold the leases for as long as they want: the crowd finds nothing to do, or else no step would end.
    const config = { wireDtype, ...auditsOf(share), leaseFloorMs: 1e9, heartbeatTimeoutMs: 1e9 };
    this.cluster = new Cluster(config, state, workers, checks.handle.bind(checks));
    for (let process = 0; process < MOST_WORKERS - HONEST; process++) {
      const from = { pool: 'crowd', member: `c${process}` };
      this.tell('join', from, 1);
      this.inside.set(workerKey(from), 1);
    }
    expect(this.cluster.machine.workerCount).toBe(MOST_WORKERS);
  }

  take({ kind, process, incarnation, honestTurns }: Act): void {
    const { cluster } = this;
    const from: WorkerId = { pool: 'crowd', member: `c${process}` };
    const key = workerKey(from);
    const full = this.inside.size === MOST_WORKERS - HONEST;
    const known = this.inside.get(key);
    const refused = kind === 'join' && known === undefined && full;
    const before = refused ? remembered(cluster.machine).digest : '';
    const effects = this.tell(kind, from, incarnation);
    if (kind === 'join' && !refused && known === undefined) this.inside.set(key, incarnation);
    if (kind === 'gone' || (kind === 'leave' && known === incarnation)) this.inside.delete(key);
    const answer = answerTo(effects, from);
    count(this.counts, `${answer} to a ${kind}`);
    expect(answer === 'FULL', `${answer} to ${key}, which ${known ?? 'is not in'}`).toBe(refused);
    if (refused) expectUnchanged(before, remembered(cluster.machine).digest, `the ${kind} of ${key}`);
    expect(cluster.machine.workerCount, 'workers').toBe(HONEST + this.inside.size);
    for (let turn = 0; turn < honestTurns; turn++) cluster.turn(turn);
  }

  private tell(kind: Act['kind'], from: WorkerId, incarnation: number): CoordinatorEffect[] {
    if (kind === 'gone') return this.cluster.dispatch({ kind, worker: from, reason: 'has ended' });
    const message = { incarnation, leaderEpoch: CONFIG.leaderEpoch, body: BODIES[kind] };
    return this.cluster.dispatch({ kind: 'message', from, message });
  }
}

/** What a process hears: the code of a refusal, another message, or nothing. */
function answerTo(effects: readonly CoordinatorEffect[], from: WorkerId): string {
  for (const effect of effects) {
    if (effect.kind !== 'send' || workerKey(effect.to) !== workerKey(from)) continue;
    const { body } = effect.message;
    return body.kind === 'refusal' ? body.code : body.kind;
  }
  return 'nothing';
}

it('a coordinator with all the workers that it admits refuses others, and is not changed by them', () => {
  const counts: Counts = new Map();
  const run = fc.record({
    how: fc.record({ wireDtype: fc.constantFrom(...DTYPES), share: fc.constantFrom(0, 0.3, 1) }),
    acts: fc.array(act, { minLength: 50, maxLength: 100, size: 'max' }),
  });
  const tryCase = ({ how, acts }: typeof run extends fc.Arbitrary<infer Case> ? Case : never) => {
    const crowd = new Crowd(how, counts);
    for (const each of acts) crowd.take(each);
    return acts.length;
  };
  // One at a time: it takes long until all are in.
  fuzz('a crowd', run, tryCase, 1);
  console.log(`fuzz: ${[...counts].map(([name, times]) => `${times} ${name}`).join(', ')}`);
  expect([...counts.keys()]).toEqual(
    expect.arrayContaining([
      ...['FULL to a join', 'welcome to a join', 'DUPLICATE_ID to a join', 'UNKNOWN_WORKER to a heartbeat'],
    ]),
  );
});
