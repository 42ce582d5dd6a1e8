/** The sum and the update of a step by libs/optim, over whole vectors. */
import { adamInitial, adamStep, Reducer, roundToBf16 } from '@lockstep/optim';
import { LEARNING_RATE, repeated, shardPeriod, type EmulatedConfig } from '../plan.js';

export function gradientOf({ workers, parameterCount, wireDtype }: EmulatedConfig): Float32Array {
  const reducer = new Reducer(workers, wireDtype);
  for (let shard = 0; shard < workers; shard++) {
    const vector = repeated(shardPeriod(shard), parameterCount);
    if (wireDtype === 'bf16') roundToBf16(vector);
    reducer.offer({ level: 0, index: shard }, { vector, samples: 1, lossSum: 1 });
  }
  return reducer.result()!.vector;
}

export function applyUpdateOf(weights: Float32Array) {
  const state = adamInitial(weights.length);
  const config = { learningRate: LEARNING_RATE, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const update = (sum: Float32Array, samples: number) => adamStep(weights, sum, samples, state, config);
  return Object.assign(update, { weights });
}
