/** Makes the task for a number of features and samples. */
import { fillUniform, Purpose } from '@lockstep/data';
import { createParameterList, type Task } from '@lockstep/task';

import { NoSuchSamplesError } from './errors.js';
import { LinearLearner } from './learner.js';
import { makeSamples, readSamples, sampleFiles } from './samples.js';

export interface LinearSize {
  /** Number of features of a sample, at least 1. The model has one parameter for each, and a bias. */
  readonly features: number;
  /** At least 1. */
  readonly trainSamples: number;
  /** At least 1. */
  readonly testSamples: number;
}

const DATA_SET = 'synthetic';

/** Returns the task for a size. Tasks with different numbers of features have different schema hashes. */
export function createLinear(size: LinearSize): Task {
  const { features, trainSamples, testSamples } = size;
  return {
    name: 'linear',
    parameters: createParameterList(
      [
        { name: 'weight', shape: [features] },
        { name: 'bias', shape: [1] },
      ],
      (seed, { count }) => {
        const weights = new Float32Array(count);
        fillUniform(weights, seed, Purpose.initialWeights, 0, 0);
        return weights.map((value) => value - 0.5);
      },
    ),
    data: {
      names: [DATA_SET],
      load: async (name, dir) => {
        if (name !== DATA_SET) throw new NoSuchSamplesError(`there is no data set ${name}, only ${DATA_SET}`);
        if (dir !== undefined) {
          throw new NoSuchSamplesError('--data-dir: the task linear generates its samples. Remove the option');
        }
        return { files: sampleFiles(makeSamples(size)), trainSamples, testSamples };
      },
    },
    defaults: { batchSize: 32, shards: 4, epochs: 3, learningRate: 0.02 },
    learner: async ({ files }) => new LinearLearner(size, await readSamples(files, size)),
  };
}
