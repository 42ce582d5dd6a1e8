/**
 * The compute thread of a worker, as it is: this module loads the worker's program for it into this thread, and adds nothing
 * but an answer to how many tensors there are.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadTensorFlow } from '@lockstep/tensorflow';
import type { ComputeSetup } from '@lockstep/worker';
import { WORKER_COMPUTE_THREAD } from './environment.js';
import type { ThreadReply, ThreadRequest } from './no-network-messages.js';

await import(WORKER_COMPUTE_THREAD);
const port = parentPort;
// The library that the worker's program has loaded: a process has it once.
const { tf } = loadTensorFlow({ threads: (workerData as ComputeSetup).threads });
port?.on('message', ({ kind }: ThreadRequest) => {
  if (kind === 'countTensors') {
    port.postMessage({ kind: 'tensors', numTensors: tf.memory().numTensors } satisfies ThreadReply);
  }
});
