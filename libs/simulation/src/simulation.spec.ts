import { describe, expect, it } from 'vitest';
import { runSeeds } from './campaign.js';
import { optionsOf, type SimulationOptions } from './options.js';
import { bitsOf, referenceRun } from './checks/reference.js';
import { simulate, simulateSeed, type SimulationResult } from './simulation.js';
import { initialWeights } from './checks/model.js';

const LEAVES_NO_TRACE = [
  ...['MALFORMED', 'PROTOCOL_VERSION', 'SCHEMA', 'FINGERPRINT', 'DUPLICATE_ID', 'UNKNOWN_WORKER', 'NO_LEASE', 'STALE'],
];

/** Options without faults. */
function calm(changes: Partial<SimulationOptions> = {}): SimulationOptions {
  const drawn = optionsOf(1);
  const faults = Object.fromEntries(Object.keys(drawn.faults).map((kind) => [kind, Infinity]));
  return {
    ...drawn,
    config: { seed: 5, batchSize: 12, shards: 4, trainSamples: 57, testSamples: 23 },
    totalSteps: 12,
    wireDtype: 'f32',
    workers: [20, 25, 30],
    lies: [],
    nans: [],
    audit: 0,
    coordinators: 1,
    alone: false,
    network: { drop: 0, duplicate: 0, leastDelayMs: 0.1, mostDelayMs: 2 },
    store: { loseRequest: 0, loseAnswer: 0, mostDelayMs: 5 },
    faults: faults as unknown as SimulationOptions['faults'],
    crashPoints: [],
    faultsForMs: 0,
    limitMs: 60_000,
    ...changes,
  };
}

function expectGood({ violation }: SimulationResult): void {
  expect(violation?.message).toBeUndefined();
}

describe('a simulated cluster without faults', () => {
  it.each([1, 2, 3, 4, 7])('computes the bits of the reference with %i workers', (workers) => {
    expectGood(simulate(calm({ workers: Array.from({ length: workers }, (_, i) => 20 + i) })));
  });

  it.each([1, 2, 3, 5, 8, 12])('computes the bits of the reference with %i shards', (shards) => {
    const { config } = calm();
    expectGood(simulate(calm({ config: { ...config, shards } })));
  });

  it.each([1, 2, 3, 4, 7])('computes the bits of the reference with bfloat16 and %i workers', (workers) => {
    const msPerShard = Array.from({ length: workers }, (_, i) => 20 + i);
    expectGood(simulate(calm({ wireDtype: 'bf16', workers: msPerShard, coordinators: 2, audit: 1 })));
  });

  it.each([1, 2, 3])('ends with %i coordinators', (coordinators) => {
    const result = simulate(calm({ coordinators }));
    expectGood(result);
    expect(result.coverage.faults['run finished']).toBe(1);
  });

  it('audits every node', () => {
    const [audited, plain] = [1, 0].map((audit) => {
      const { transitions: counts } = simulate(calm({ audit, totalSteps: 60 })).coverage;
      return counts['coordinator: message gradientPart → send lease'] ?? 0;
    });
    expect(audited).toBeGreaterThan(1.5 * plain!);
  });
});

describe('a simulated cluster whose servers lose their data', () => {
  it.each([1, 2, 3])('ends with the reason, and %i coordinators resume in a newer epoch', (coordinators) => {
    const faults = { ...calm().faults, storeLost: 1000 };
    const lines: string[] = [];
    const options = calm({ coordinators, totalSteps: 60, faults, faultsForMs: 2500 });
    const result = simulate(options, (line) => lines.push(line));
    expectGood(result);
    const counts = result.coverage.faults;
    expect(counts['storeLost']).toBeGreaterThan(0);
    expect(counts['run storeLost']).toBeGreaterThan(0);
    expect(counts['run resumed after its store was lost']).toBe(counts['storeLost']);
    expect(lines.some((line) => line.includes('ends: storeLost: the NATS server has lost what it stored'))).toBe(true);
    const epochs = lines.flatMap((line) => /leads in epoch (\d+) from/.exec(line)?.[1] ?? []).map(Number);
    expect(epochs.length).toBeGreaterThan(1);
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  });
});

describe('the reference', () => {
  const { config, totalSteps } = calm();

  it('gives other bits for another number of shards', () => {
    const bits = [1, 2, 3, 4].map((shards) => referenceRun({ ...config, shards }, totalSteps, 0.05).weights.at(-1));
    expect(new Set(bits).size).toBe(4);
  });

  it('gives other bits when vectors are sent as bfloat16', () => {
    const [exact, rounded] = (['f32', 'bf16'] as const).map((dtype) => referenceRun(config, totalSteps, 0.05, dtype));
    expect(rounded!.weights.at(-1)).not.toBe(exact!.weights.at(-1));
    const lowerBits = (vectors: Float32Array[]) =>
      vectors.some((vector) => new Uint32Array(vector.buffer).some((word) => (word & 0xffff) !== 0));
    expect(lowerBits(rounded!.sentWeights)).toBe(false);
    expect(lowerBits(rounded!.states.map(({ weights }) => weights))).toBe(true);
    expect(exact!.sentWeights).toEqual(exact!.states.map(({ weights }) => weights));
  });

  it('starts from the weights of the seed and uses every sample once per epoch', () => {
    const { states, timesUsed } = referenceRun(config, totalSteps, 0.05);
    expect(bitsOf(states[0]!.weights)).toBe(bitsOf(initialWeights(config.seed)));
    expect(timesUsed).toHaveLength(2);
    for (const counts of timesUsed) expect(new Set(counts)).toEqual(new Set([1]));
  });
});

describe('schedules with faults', () => {
  it('keep every promise', () => {
    const tally = runSeeds(1, 300);
    expect(tally.violations).toEqual([]);
    // Faults must really happen.
    const kinds = ['workerCrash', 'workerHang', 'partition', 'coordinatorKill', 'coordinatorPowerCut', 'storeAway'];
    for (const kind of [
      ...kinds,
      'message lost',
      'message doubled',
      'diskFull',
      'garbage',
      'wrong result of a shard',
    ]) {
      expect(tally.faults[kind], kind).toBeGreaterThan(10);
    }
    expect(tally.faults['lead taken from what it followed']).toBeGreaterThan(10);
    // FULL needs more than 1000 workers.
    for (const code of [...LEAVES_NO_TRACE, 'NOT_FINITE', 'WRONG_SHAPE', 'AUDIT']) {
      expect(Object.keys(tally.transitions), code).toContainEqual(expect.stringContaining(`send refusal ${code}`));
    }
  }, 120_000);

  it('replay exactly', () => {
    const lines = [1, 2].map(() => {
      const trace: string[] = [];
      simulateSeed(77, (line) => trace.push(line));
      return trace;
    });
    expect(lines[0]!.length).toBeGreaterThan(100);
    expect(lines[1]).toEqual(lines[0]);
  });

  it('differ from seed to seed', () => {
    const options = [1, 2, 3, 4].map((seed) => JSON.stringify({ ...optionsOf(seed), seed: 0 }));
    expect(new Set(options).size).toBe(4);
  });
});
