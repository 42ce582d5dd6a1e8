/**
 * The task `linear`: linear regression on synthetic samples, in plain JavaScript. It serves tests and benchmarks that are not about
 * TensorFlow. A sample takes microseconds, and the training converges.
 */
import { createLinear } from './linear.js';

export { createLinear, type LinearSize } from './linear.js';

export default createLinear({ features: 12, trainSamples: 2000, testSamples: 256 });
