import type { Worker } from 'node:worker_threads';

/** Resolves to the first message of a new thread. Rejects when the thread fails or ends before that message. */
export async function firstMessage<T>(thread: Worker): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number) => reject(new Error(`the thread ended with code ${code} while it started`));
    const onMessage = (message: T) => {
      thread.off('error', reject);
      thread.off('exit', onExit);
      resolve(message);
    };
    thread.once('message', onMessage);
    thread.once('error', reject);
    thread.once('exit', onExit);
  });
}
