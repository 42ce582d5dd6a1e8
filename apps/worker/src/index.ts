/** What benchmarks use of the worker: its wiring, with something else that computes. */
export { work } from './work.js';
export type { Computing, WorkParts } from './work.js';
