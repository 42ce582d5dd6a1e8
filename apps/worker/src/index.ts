/** API for benchmarks and load tests, which run a worker with another compute backend. */
export type { ComputeSetup } from './compute/messages.js';
export { COMMAND_LINE } from './config.js';
export { connectWorker } from './connect.js';
export { getReady } from './join.js';
export type { ReadyBackend } from './join.js';
export { work } from './runtime.js';
export type { ComputeBackend } from './runtime.js';
