/**
 * The unchanged compute thread of a worker. This module loads the worker's script into this thread, and adds a reply with the number
 * of tensors.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadTensorFlow } from '@lockstep/tensorflow';
import type { ComputeSetup } from '@lockstep/worker';
import { WORKER_COMPUTE_THREAD } from './environment.js';
import type { ThreadReply, ThreadRequest } from './no-network-messages.js';

await import(WORKER_COMPUTE_THREAD);
const port = parentPort;
// The worker's script has loaded the same instance of the library.
const { tf } = loadTensorFlow({ threads: (workerData as ComputeSetup).threads });
port?.on('message', ({ kind }: ThreadRequest) => {
  if (kind === 'countTensors') {
    port.postMessage({ kind: 'tensors', numTensors: tf.memory().numTensors } satisfies ThreadReply);
  }
});
