/** A thread of the simulator: runs the ranges of seeds that it is sent, until it is ended. */
import { parentPort } from 'node:worker_threads';
import { runSeeds } from './campaign.js';

/** A range of seeds. */
export interface Range {
  firstSeed: number;
  count: number;
}

parentPort?.on('message', ({ firstSeed, count }: Range) => parentPort?.postMessage(runSeeds(firstSeed, count)));
