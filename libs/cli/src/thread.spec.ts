import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { firstMessage } from './thread.js';

function thread(code: string): Worker {
  return new Worker(code, { eval: true });
}

describe('the first message of a thread', () => {
  it('is the message that it posts first', async () => {
    const worker = thread(
      "const { parentPort } = require('node:worker_threads'); parentPort.postMessage('ready'); parentPort.postMessage('more');",
    );
    expect(await firstMessage(worker)).toBe('ready');
    expect([worker.listenerCount('error'), worker.listenerCount('exit')]).toEqual([0, 0]);
    await worker.terminate();
  });

  it('is an error when the thread fails or ends before it', async () => {
    await expect(firstMessage(thread("throw new Error('no TensorFlow here')"))).rejects.toThrow('no TensorFlow here');
    await expect(firstMessage(thread('process.exit(3)'))).rejects.toThrow('ended with code 3');
  });
});
