import type { Worker } from 'node:worker_threads';

/** The first message of a thread that has just been started; rejects when the thread fails before it. */
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
