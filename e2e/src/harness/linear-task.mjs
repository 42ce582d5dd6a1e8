/**
 * The task of the tests that are not about TensorFlow: linear regression. A gradient takes two messages, and a shard takes long enough
 * that a test can interrupt a step.
 */
import { createLinear } from '@lockstep/linear';

/** A gradient has 560 KB. */
const FEATURES = 140_000;
/** Small, because every prediction depends on all weights, and a step changes each of them. */
const LEARNING_RATE = 1e-4;
const MIN_SHARD_MS = 25;

const linear = createLinear({ features: FEATURES, trainSamples: 500, testSamples: 128 });

export default {
  ...linear,
  defaults: { ...linear.defaults, learningRate: LEARNING_RATE },
  learner: async (options) => {
    const learner = await linear.learner(options);
    const gradient = learner.gradient.bind(learner);
    const unchanged = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    learner.gradient = (batch, out) => {
      const startMs = performance.now();
      const result = gradient(batch, out);
      // Blocks the compute thread, as TensorFlow does, but leaves the processor to the other processes.
      Atomics.wait(unchanged, 0, 0, Math.max(0, MIN_SHARD_MS - (performance.now() - startMs)));
      return result;
    };
    return learner;
  },
};
