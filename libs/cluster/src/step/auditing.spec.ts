import { describe, expect, it } from 'vitest';
import {
  checkpoints,
  clusterOf,
  idOf,
  kinds,
  leased,
  notices,
  of,
  refusals,
  sent,
  TestCoordinator,
} from '../testing/coordinator.js';
import { auditOf, counts, lie, losses } from '../testing/audits.js';

describe('an audited partial', () => {
  it('holds its step back until a second worker has computed the same', () => {
    const { cluster } = clusterOf(2, 4, auditOf());
    expect(leased(cluster.answer(1))).toEqual([]);
    const effects = cluster.answer(2);
    expect(losses(effects)).toEqual([]);
    // Each computes what the other has sent.
    expect(leased(effects)).toEqual(['w2: 0-1', 'w1: 2-3']);
    expect(cluster.machine.status(0).workers.map(({ holds }) => holds[0]!.audit)).toEqual([true, true]);
    expect(losses(cluster.answer(1))).toEqual([]);
    expect(losses(cluster.answer(2))).toEqual([10 / 36]);
    expect(counts(cluster)).toEqual({ audited: 2, auditsSkipped: 0 });
  });

  it('gives the bits that it would give without audits', () => {
    const { cluster } = clusterOf(2, 4, auditOf());
    for (const n of [1, 2, 1, 2]) cluster.answer(n);
    const plain = clusterOf(2, 4).cluster;
    for (const n of [1, 2]) plain.answer(n);
    expect(cluster.machine.training).toEqual(plain.machine.training);
  });

  it('is compared with what comes of a probe as well', () => {
    const { cluster } = clusterOf(2, 1, { leaseFloorMs: 5000, ...auditOf() });
    expect(leased(cluster.live(2000, [1, 2]))).toEqual(['w2: 0-0']);
    expect(losses(cluster.answer(2))).toEqual([]);
    expect(losses(cluster.answer(1))).toEqual([1 / 36]);
    expect(counts(cluster).audited).toBe(1);
  });

  it('is computed by another one when its auditor dies or is late', () => {
    const { cluster } = clusterOf(4, 1, auditOf());
    expect(leased(cluster.answer(1))).toEqual(['w2: 0-0']);
    expect(leased(cluster.handle({ kind: 'gone', worker: idOf(2), reason: 'fell over' }))).toEqual(['w3: 0-0']);
    expect(leased(cluster.live(10_100, [1, 3, 4]))).toEqual(['w4: 0-0']);
    expect(losses(cluster.answer(4))).toEqual([1 / 36]);
  });

  it('of the evaluation is compared as well', () => {
    const audit = { share: 1, draw: () => 0.999 };
    const cluster = new TestCoordinator({ totalSteps: 1, audit });
    for (const n of [1, 2]) cluster.join(n);
    expect(leased(cluster.answer(1))).toEqual(['w2: 0-3']);
    expect(leased(cluster.answer(2))).toEqual(['w1: 0-1', 'w2: 2-2']);
    const effects = [1, 2, 1, 2].flatMap((n) => cluster.answer(n));
    expect(of(effects, 'evaluated').map(({ testLoss }) => testLoss)).toEqual([1]);
    expect(counts(cluster)).toEqual({ audited: 3, auditsSkipped: 0 });
  });
});

describe('a lie', () => {
  it.each([1, 2])(
    'is found out by a third worker, and the dissenter sent away, whichever of the two it is: %i',
    (dissenter) => {
      const { cluster } = clusterOf(3, 1, auditOf());
      const say = (n: number) => (n === dissenter ? lie(cluster, n) : cluster.answer(n));
      expect(leased(say(1))).toEqual(['w2: 0-0']);
      const second = say(2);
      expect(losses(second)).toEqual([]);
      expect(leased(second)).toEqual(['w3: 0-0']);
      const effects = say(3);
      const agreed = [1, 2, 3].filter((n) => n !== dissenter).map((n) => `p.w${n}`);
      const reason = `your partial of shard 0 of step 2 differs in bits from what ${agreed.join(' and ')} computed of the same samples`;
      expect(sent(effects, 'refusal')).toEqual([
        { to: idOf(dissenter), body: { kind: 'refusal', code: 'AUDIT', reason } },
      ]);
      expect(notices(effects)).toEqual([`warn: refused p.w${dissenter}: ${reason}`]);
      expect(losses(effects)).toEqual([1 / 36]);
      expect(cluster.machine.status(0).refused).toEqual([{ id: `p.w${dissenter}`, code: 'AUDIT', reason }]);
    },
  );

  it('keeps its worker out under any incarnation', () => {
    const { cluster } = clusterOf(3, 1, auditOf());
    lie(cluster, 1);
    for (const n of [2, 3]) cluster.answer(n);
    for (const incarnation of [1, 99]) expect(refusals(cluster.join(1, {}, incarnation))).toEqual(['w1: AUDIT']);
    expect(refusals(cluster.heartbeat(1))).toEqual(['w1: UNKNOWN_WORKER']);
    expect(cluster.machine.workerCount).toBe(2);
  });

  it('of a worker that is gone meanwhile keeps it out, too', () => {
    const { cluster } = clusterOf(3, 1, auditOf());
    lie(cluster, 1);
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    cluster.answer(2);
    const effects = cluster.answer(3);
    expect(notices(effects)).toEqual([
      'warn: worker p.w1, which is gone, is not admitted again: your partial of shard 0 of step 2 differs in bits from what p.w2 and p.w3 computed of the same samples',
    ]);
    expect(refusals(cluster.join(1, {}, 99))).toEqual(['w1: AUDIT']);
  });

  it('makes the step begin anew when other partials of the dissenter are in the sum', () => {
    // Worker 2 holds shards 2-4: 2-3 are summed up as they come, and it lies in both of its partials.
    const { cluster } = clusterOf(3, 8, auditOf('0/4'));
    lie(cluster, 2);
    const stale = cluster.parts(2)[0]!;
    expect(leased(cluster.answer(1))).toEqual(['w1: 4-4']);
    cluster.answer(1);
    const effects = cluster.answer(3);
    expect(leased(effects)).toEqual(['w3: 4-4']);
    const verdict = cluster.answer(3);
    expect(notices(verdict)[1]).toBe('warn: step 2 begins anew without what they sent');
    expect(leased(verdict)).toEqual(['w1: 0-3', 'w3: 4-7']);
    expect(refusals(cluster.part(2, stale))).toEqual(['w2: UNKNOWN_WORKER']);
    const again = [1, 3].flatMap((n) => cluster.answer(n));
    // The shard is audited again.
    expect(losses(again)).toEqual([36 / 36]);
    const honest = clusterOf(3, 8).cluster;
    for (const n of [1, 2, 3]) honest.answer(n);
    expect(cluster.machine.training).toEqual(honest.machine.training);
  });

  it('does not make the step begin anew when nothing else is of the dissenter', () => {
    const { cluster } = clusterOf(4, 2, auditOf('0/0'));
    cluster.answer(2);
    lie(cluster, 1);
    cluster.answer(2);
    const effects = cluster.answer(3);
    expect(refusals(effects)).toEqual(['w1: AUDIT']);
    expect(notices(effects)).toHaveLength(1);
    expect(losses(effects)).toEqual([3 / 36]);
  });

  it('makes all that its worker has said doubtful: other nodes are computed anew', () => {
    // Worker 2 holds shards 2-4, and lies of 2-3 and of 4; the auditors leave before anybody has computed 4.
    const { cluster } = clusterOf(3, 8, auditOf('1/1', '0/4'));
    lie(cluster, 2);
    expect(leased(cluster.answer(1))).toEqual(['w1: 2-3']);
    cluster.answer(1);
    expect(cluster.leases.get(1)).toMatchObject({ firstShard: 4, shardCount: 1 });
    expect(leased(cluster.answer(3))).toEqual(['w3: 2-3']);
    cluster.handle({ kind: 'gone', worker: idOf(1), reason: 'fell over' });
    const verdict = cluster.answer(3);
    expect(refusals(verdict)).toEqual(['w2: AUDIT']);
    expect(leased(verdict)).toEqual(['w3: 4-4']);
    // Nobody is left to audit it: what counts is what worker 3 says.
    expect(losses(cluster.answer(3))).toEqual([36 / 36]);
    const honest = clusterOf(3, 8).cluster;
    for (const n of [1, 2, 3]) honest.answer(n);
    expect(cluster.machine.training).toEqual(honest.machine.training);
  });

  it('gives what its worker holds at the moment to others', () => {
    const { cluster } = clusterOf(3, 2, auditOf('0/0'));
    lie(cluster, 1);
    cluster.handle({ kind: 'gone', worker: idOf(2), reason: 'fell over' });
    expect(cluster.leases.get(1)).toMatchObject({ firstShard: 1, shardCount: 1 });
    cluster.join(2, {}, 99);
    expect(leased(cluster.answer(3))).toEqual(['w2: 0-0']);
    const answer = () => cluster.parts(2).flatMap((part) => cluster.from(2, { kind: 'gradientPart', ...part }, 99));
    const effects = answer();
    expect(refusals(effects)).toEqual(['w1: AUDIT']);
    expect(leased(effects)).toEqual(['w2: 1-1']);
    expect(losses(answer())).toEqual([3 / 36]);
  });

  it('that nobody can judge ends the run, and says what to do', () => {
    const { cluster } = clusterOf(2, 1, auditOf());
    cluster.answer(1);
    const effects = lie(cluster, 2);
    const reason =
      'workers p.w1 and p.w2 computed different gradients of shard 0 of step 2, and there is no other worker to say who is right: add workers and go on with --resume';
    expect(checkpoints(effects)).toEqual(['stop 1']);
    expect(kinds(effects)).toEqual(['checkpoint']);
    expect(cluster.handle({ kind: 'checkpointed', version: 1 })).toEqual([
      { kind: 'ended', outcome: 'failed', reason },
    ]);
    expect(cluster.machine.training.version).toBe(1);
  });
});

describe('without an auditor', () => {
  it('a partial counts as it is, which is counted, and said once', () => {
    const cluster = new TestCoordinator({ audit: { share: 1, draw: () => 0.5 } });
    cluster.join(1);
    const effects = cluster.answer(1);
    expect(losses(effects)).toEqual([10 / 8]);
    expect(notices(effects)).toEqual([
      'warn: no second worker is there to audit shards 0-3 of step 1: it counts as it is, as will others',
    ]);
    expect(notices(cluster.answer(1))).toEqual([]);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 2 });
    cluster.join(2);
    cluster.answer(1);
    cluster.answer(2);
    expect(counts(cluster)).toEqual({ audited: 1, auditsSkipped: 2 });
  });

  it('a partial counts as it is once the auditor is gone', () => {
    const { cluster } = clusterOf(2, 1, auditOf());
    expect(losses(cluster.answer(1))).toEqual([]);
    expect(losses(cluster.handle({ kind: 'gone', worker: idOf(2), reason: 'fell over' }))).toEqual([1 / 36]);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 1 });
  });

  it('a partial counts as it is while all others are behind with something', () => {
    const { cluster } = clusterOf(2, 1, auditOf());
    expect(leased(cluster.answer(1))).toEqual(['w2: 0-0']);
    expect(losses(cluster.live(10_000, [1, 2]))).toEqual([]);
    expect(losses(cluster.live(10_100, [1, 2]))).toEqual([1 / 36]);
    expect(counts(cluster)).toEqual({ audited: 0, auditsSkipped: 1 });
  });

  it('two partials that differ wait for a third worker that is behind with something', () => {
    const { cluster } = clusterOf(3, 1, auditOf());
    cluster.answer(1);
    lie(cluster, 2);
    expect(losses(cluster.live(30_000, [1, 2, 3]))).toEqual([]);
    expect(leased(cluster.heartbeat(3, { computed: true }))).toEqual([]);
    const effects = cluster.answer(3);
    expect(refusals(effects)).toEqual(['w2: AUDIT']);
    expect(losses(effects)).toEqual([1 / 36]);
  });
});
