/**
 * Linear regression on synthetic samples, in plain JavaScript: a task for tests, benchmarks and simulations that are not about
 * TensorFlow. Training it takes microseconds per sample, and converges.
 */
import { createLinear } from './linear.js';

export { createLinear, type LinearSize } from './linear.js';
export { LinearLearner } from './learner.js';
export { makeSamples, type LinearSamples } from './samples.js';

export default createLinear({ features: 12, trainSamples: 2000, testSamples: 256 });
