/** A worker's machine hears its leader, other leaders, what is for other processes, and what makes no sense. */
import { WorkerMachine, workOf, type WorkerEffect, type WorkerConfig } from '@lockstep/cluster';
import { memoryOf } from '@lockstep/simulation';
import type { CoordinatorBody, CoordinatorMessage, WireDtype, WorkerBody } from '@lockstep/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';
import { DTYPES, expectBounded, received, shift, type RelativeMessage } from './testing/machine.js';
import { coordinatorBody } from './testing/messages.js';
import { HASH, uint32 } from './testing/values.js';

/** Vectors of 11 values in 3 parts, in 2 as bfloat16; 4 shards in training, 3 in the evaluation. */
const CONFIG: WorkerConfig = {
  ...{ seed: 1, batchSize: 8, shards: 4, trainSamples: 20, testSamples: 6, parameterCount: 11, partSizeBytes: 16 },
  ...{ schemaHash: HASH, fingerprint: HASH, device: 'fuzz', host: 'here', threads: 1 },
  ...{ heartbeatIntervalMs: 500, heartbeatTimeoutMs: 3000, incarnation: 7, wireDtype: 'f32' },
};
const PARTS = 3;
/** Bytes of the parts of a gradient, or of weights. */
const PART_BYTES: Record<WireDtype, readonly number[]> = { f32: [16, 16, 12], bf16: [16, 6] };
/** Messages of the longest answer: the parts of 4 nodes, or a cancel, the preparations and the shards of a lease. */
const MOST_EFFECTS = 2 + CONFIG.shards * PARTS;
/** Shards and nodes of one lease, and the part numbers of one vector. */
const MOST_ENTRIES = 64;
/** Two partials of each node, a vector being put together, and which of its parts have come. */
const MOST_BYTES = 2 * (CONFIG.shards + 1) * (4 * CONFIG.parameterCount + PARTS + CONFIG.shards);

type Step =
  | { kind: 'receive'; message: RelativeMessage }
  | { kind: 'tick'; afterMs: number }
  | { kind: 'compute'; pick: number; samplesWrong: boolean }
  | { kind: 'drop'; pick: number };

function receivedMessages(dtype: WireDtype): fc.Arbitrary<RelativeMessage> {
  return fc.record({
    epoch: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: shift(60, -1, -1, -2, 1) }),
    version: shift(60, ...Array<number>(14).fill(0), 1, -1),
    leaseId: shift(60, 0, 0, 1, 1, 1, -1),
    toIncarnation: fc.constantFrom(0, 0, 0, CONFIG.incarnation, CONFIG.incarnation, 8, 0xffff_ffff),
    body: fc.oneof({ weight: 15, arbitrary: likelyBody(dtype) }, { weight: 1, arbitrary: coordinatorBody }),
  });
}

/** What a leader of this run may say, and what is close to it. */
function likelyBody(dtype: WireDtype): fc.Arbitrary<CoordinatorBody> {
  const phase = fc.constantFrom('train' as const, 'train' as const, 'evaluate' as const);
  const range = { firstShard: fc.nat(4), shardCount: fc.integer({ min: 1, max: 4 }) };
  const lease = { phase, leaseId: fc.constant(1), ...range, creditParts: uint32 };
  const node = { leaseId: fc.constant(1), level: fc.nat(3), index: fc.nat(4) };
  const sizes = PART_BYTES[dtype];
  const part = fc.tuple(fc.nat(sizes.length), fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 4, -2)).map(([number, wrong]) => {
    const size = (sizes[number] ?? 16) + wrong;
    return { kind: 'weightsPart' as const, part: number, data: new Uint8Array(size).fill(number) };
  });
  return fc.oneof(
    fc.constant({ kind: 'welcome' as const }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('lease' as const), ...lease }) },
    { weight: 4, arbitrary: part },
    fc.record({ kind: fc.constant('gradientRequest' as const), ...node, firstPart: uint32, partCount: uint32 }),
  );
}

function step(dtype: WireDtype): fc.Arbitrary<Step> {
  const kind = <Kind extends Step['kind']>(each: Kind) => fc.constant(each);
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: kind('receive'), message: receivedMessages(dtype) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('tick'), afterMs: fc.constantFrom(0, 50, 300, 4000) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: kind('compute'), pick: fc.nat(), samplesWrong: fc.nat(50).map((n) => n === 0) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('drop'), pick: fc.nat() }) },
  );
}

/** A worker's process: the machine, and the jobs that it has given out. A new one takes the place of one that has left. */
class FuzzedWorker {
  private machine: WorkerMachine;
  private jobs: Extract<WorkerEffect, { kind: 'compute' }>[] = [];
  leaderEpoch = 0;
  latest = 0;
  leaseId = 0;
  /** Of the lease taken last: a message of a later version ends it. */
  private leaseVersion = Infinity;
  private nowMs = 0;
  private over = false;

  constructor(
    private readonly wireDtype: WireDtype,
    /** How far workers have come in all of their lives. */
    private readonly reached: Set<string>,
  ) {
    this.machine = new WorkerMachine({ ...CONFIG, wireDtype });
    this.receive({ leaderEpoch: 1, version: 0, toIncarnation: 0, body: { kind: 'welcome' } });
  }

  /** @returns whether a message came out of the decoder to be heard */
  take(step: Step): boolean {
    switch (step.kind) {
      case 'tick':
        this.nowMs += step.afterMs;
        this.dispatch({ kind: 'tick' });
        return false;
      case 'drop':
        if (this.jobs.length > 0) this.jobs.splice(step.pick % this.jobs.length, 1);
        if (this.jobs.length > 0) this.dispatch({ kind: 'dropped' });
        return false;
      case 'compute':
        this.compute(step.pick, step.samplesWrong);
        return false;
      case 'receive': {
        const message = received(this, step.message);
        if (message) this.receive(message);
        return message !== undefined;
      }
    }
  }

  private compute(pick: number, samplesWrong: boolean): void {
    const [job] = this.jobs.splice(pick % Math.max(1, this.jobs.length), 1);
    if (!job) return;
    const { work, shard, leaseId } = job;
    const vector = new Float32Array(work.phase === 'train' ? CONFIG.parameterCount : 0).fill(shard);
    const samples = Math.floor(((shard + 1) * work.size) / work.shards) - Math.floor((shard * work.size) / work.shards);
    const result = {
      version: work.version,
      leaseId,
      shard,
      vector,
      samples: samples + Number(samplesWrong),
      lossSum: 1,
      computeMs: 5,
    };
    this.dispatch({ kind: 'computed', ...result });
  }

  private receive(message: CoordinatorMessage): void {
    const ignored = this.over || message.leaderEpoch < this.leaderEpoch || isForAnother(message);
    const quiet =
      message.leaderEpoch === this.leaderEpoch && message.version <= Math.min(this.latest, this.leaseVersion);
    // All that may be noted of a useless message is that the leader was heard.
    const leftOut = ignored ? ['effects'] : ['effects', 'lastHeardMs', 'leaderSilent'];
    const before = memoryOf(this.machine, leftOut);
    const effects = this.dispatch({ kind: 'message', message });
    if (ignored || (quiet && isRefusedOrUseless(message.body, effects))) {
      expect(memoryOf(this.machine, leftOut) === before, `unchanged by ${message.body.kind}`).toBe(true);
    }
    if (ignored) return expect(effects).toEqual([]);
    if (message.leaderEpoch > this.leaderEpoch) [this.latest, this.leaseId, this.leaseVersion] = [0, 0, Infinity];
    if (message.body.kind === 'lease' && effects.some(({ kind }) => kind === 'prepare')) {
      [this.leaseId, this.leaseVersion] = [message.body.leaseId, message.version];
    }
    this.leaderEpoch = message.leaderEpoch;
    this.latest = Math.max(this.latest, message.version);
    if (this.over) this.reset();
  }

  private dispatch(event: Parameters<WorkerMachine['handle']>[0]): WorkerEffect[] {
    const effects = this.machine.handle(event, this.nowMs);
    expect(effects.length).toBeLessThanOrEqual(MOST_EFFECTS);
    for (const effect of effects) {
      if (effect.kind === 'compute') this.jobs.push(effect);
      if (effect.kind === 'compute')
        expect(effect.work).toEqual(workOf(CONFIG, effect.work.phase, effect.work.version));
      if (effect.kind === 'compute') this.reached.add(`${this.wireDtype}: shards to compute`);
      if (effect.kind === 'load') this.reached.add(`${this.wireDtype}: weights that came together`);
      if (effect.kind === 'send') this.checkSent(effect.message.body);
      if (effect.kind === 'exit') this.over = true;
    }
    expectBounded(this.machine, MOST_ENTRIES, MOST_BYTES);
    if (this.over && event.kind !== 'message') this.reset();
    return effects;
  }

  /** Gradients travel as the weights do; in the evaluation there are none. */
  private checkSent(body: WorkerBody): void {
    if (body.kind !== 'gradientPart') return;
    const { data, part } = body;
    if (data.length > 0) expect(data.length, `bytes of part ${part}`).toBe(PART_BYTES[this.wireDtype][part]);
    this.reached.add(`${this.wireDtype}: parts sent`);
  }

  private reset(): void {
    const { machine, nowMs, wireDtype } = this;
    expect(machine.handle({ kind: 'tick' }, nowMs)).toEqual([]);
    this.machine = new WorkerMachine({ ...CONFIG, wireDtype });
    this.jobs = [];
    this.over = false;
    [this.leaderEpoch, this.latest, this.leaseId, this.leaseVersion] = [0, 0, 0, Infinity];
  }
}

function isForAnother({ toIncarnation: to }: CoordinatorMessage): boolean {
  return to !== 0 && to !== CONFIG.incarnation;
}

/** What a worker says it cannot use, and what is nothing to it. */
function isRefusedOrUseless(body: CoordinatorBody, effects: readonly WorkerEffect[]): boolean {
  if (['heartbeat', 'checkpoint', 'runInfo', 'reducedPart', 'statePart'].includes(body.kind)) return true;
  return effects.some((effect) => effect.kind === 'notice' && /^(weights|lease) \d+/.test(effect.message));
}

it('a worker under fuzz never fails, grows or changes by what it refuses', () => {
  const casesOf = (dtype: WireDtype) => {
    const steps = fc.array(step(dtype), { minLength: 10, maxLength: 60, size: 'max' });
    return fc.record({ dtype: fc.constant(dtype), steps });
  };
  const reached = new Set<string>();
  fuzz('a worker', fc.oneof(...DTYPES.map(casesOf)), ({ dtype, steps }) => {
    const worker = new FuzzedWorker(dtype, reached);
    return steps.filter((each) => worker.take(each)).length;
  });
  const ways = ['weights that came together', 'shards to compute', 'parts sent'];
  expect([...reached].sort()).toEqual(DTYPES.flatMap((dtype) => ways.map((way) => `${dtype}: ${way}`)).sort());
});
