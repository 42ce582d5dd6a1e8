/** What benchmarks and load tests use of the worker: its options, joining and wiring, with something else that computes. */
export { COMMAND_LINE } from './config.js';
export type { ComputeSetup } from './compute-messages.js';
export { connectWorker } from './connect.js';
export { getReady } from './join.js';
export type { ReadyComputing } from './join.js';
export { work } from './work.js';
export type { Computing, WorkParts } from './work.js';
