/** A thread of the simulator, which runs the ranges of seeds that it receives. */
import { parentPort } from 'node:worker_threads';
import { runSeeds } from './campaign.js';

export interface Range {
  firstSeed: number;
  count: number;
}

parentPort?.on('message', ({ firstSeed, count }: Range) => parentPort?.postMessage(runSeeds(firstSeed, count)));
