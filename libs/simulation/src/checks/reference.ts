/**
 * The same training in one loop, without machines, messages or leases. Every simulated cluster has to reproduce its bits. The sums
 * follow the definition of the canonical tree by recursion, and share no code with the reducer.
 */
import { stepsPerEpoch } from '@lockstep/data';
import { adamStep } from '@lockstep/optim';
import type { WireDtype } from '@lockstep/protocol';
import { copyState, initialState, workOf, type DataConfig, type TrainingState, type Work } from '@lockstep/cluster';
import { initialWeights, Model } from './model.js';

export interface Reference {
  /** The state after each number of updates. */
  states: TrainingState[];
  /** The bits of the weights of each state. */
  weights: string[];
  testLoss: number;
  /** Samples of each step, and how often each sample was used in each complete epoch. */
  samples: number[];
  timesUsed: Uint32Array[];
  /** The weights that workers receive, for each of the states. */
  sentWeights: Float32Array[];
}

interface Sum {
  vector: number[];
  samples: number;
  lossSum: number;
}

export function referenceRun(
  config: DataConfig,
  totalSteps: number,
  learningRate: number,
  wireDtype: WireDtype = 'f32',
): Reference {
  const round = wireDtype === 'bf16' ? nearestBf16 : Math.fround;
  const ledger = new Ledger(config);
  const model = new Model(config, (epoch, sample) => ledger.note(epoch, sample));
  const state = initialState(initialWeights(config.seed));
  const states = [copyState(state)];
  const sentWeights = [state.weights.map(round)];
  const samples: number[] = [];
  const losses: number[] = [];
  for (let version = 0; version < totalSteps; version++) {
    const sum = sumOf(model, workOf(config, 'train', version), sentWeights[version]!, round);
    const adam = { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    adamStep(state.weights, Float32Array.from(sum.vector), sum.samples, state.adam, adam);
    losses.push(sum.lossSum / sum.samples);
    state.version += 1;
    Object.assign(state, epochLosses(losses, config));
    states.push(copyState(state));
    sentWeights.push(state.weights.map(round));
    samples.push(sum.samples);
  }
  const test = sumOf(model, workOf(config, 'evaluate', totalSteps), sentWeights[totalSteps]!, round);
  return {
    states,
    weights: states.map(({ weights }) => bitsOf(weights)),
    testLoss: test.lossSum / test.samples,
    samples,
    timesUsed: ledger.completeEpochs(totalSteps),
    sentWeights,
  };
}

export function bitsOf(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('hex');
}

/**
 * The bfloat16 nearest to a float32 value, ties to even. The sum with a value 2^16 times as large has no room for the lower 16 bits.
 * It holds for values that are neither infinite nor denormal.
 */
function nearestBf16(value: number): number {
  let unit = 1;
  for (; Math.abs(value) >= 2 * unit; unit *= 2);
  for (; value !== 0 && Math.abs(value) < unit; unit /= 2);
  const room = 1.5 * 0x1_0000 * unit;
  return value === 0 ? value : Math.fround(value + room) - room;
}

/** The finished epochs' losses and the sum of the current epoch, computed from the losses of all steps. */
function epochLosses(losses: readonly number[], config: DataConfig) {
  const steps = stepsPerEpoch(config.trainSamples, config.batchSize);
  const finished: number[] = [];
  let sum = 0;
  for (const [step, loss] of losses.entries()) {
    if (step % steps === 0) sum = 0;
    sum += loss * workOf(config, 'train', step).size;
    if (step % steps === steps - 1) finished.push(sum / config.trainSamples);
  }
  return { epochLosses: finished, epochLossSum: losses.length % steps === 0 ? 0 : sum };
}

/** Counts how often the reference uses each sample, so that equal bits prove that a cluster uses each sample once. */
class Ledger {
  private readonly epochs = new Map<number, Uint32Array>();

  constructor(private readonly config: DataConfig) {}

  note(epoch: number, sample: number): void {
    let counts = this.epochs.get(epoch);
    if (!counts) this.epochs.set(epoch, (counts = new Uint32Array(this.config.trainSamples)));
    counts[sample]! += 1;
  }

  completeEpochs(steps: number): Uint32Array[] {
    const complete = Math.floor(steps / stepsPerEpoch(this.config.trainSamples, this.config.batchSize));
    return Array.from({ length: complete }, (_, epoch) => this.epochs.get(epoch)!);
  }
}

type Round = (value: number) => number;

function sumOf(model: Model, work: Work, weights: Float32Array, round: Round): Sum {
  const add = (first: number, width: number): Sum => {
    if (width === 1) {
      const { vector, samples, lossSum } = model.shard(work, first, weights);
      return { vector: Array.from(vector, round), samples, lossSum };
    }
    const half = width / 2;
    const left = add(first, half);
    if (first + half >= work.shards) return left;
    const right = add(first + half, half);
    return {
      vector: left.vector.map((value, i) => round(Math.fround(value + right.vector[i]!))),
      samples: left.samples + right.samples,
      lossSum: Math.fround(left.lossSum + right.lossSum),
    };
  };
  let width = 1;
  while (width < work.shards) width *= 2;
  return add(0, width);
}
