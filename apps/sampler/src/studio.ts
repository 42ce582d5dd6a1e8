/** The main thread's end of the drawing thread: requests are answered one after another. */
import { UserError } from '@lockstep/errors';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { firstMessage } from '@lockstep/cli';
import { tensorFlowEnvironment } from '@lockstep/model';
import type { StudioReply, StudioRequest, StudioResult, StudioSetup } from './studio-messages.js';

/** The drawing thread could not do what was asked. */
export class StudioError extends UserError {}

interface Waiting {
  resolve: (result: StudioResult) => void;
  reject: (error: Error) => void;
}

export class Studio {
  private nextId = 0;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(private readonly thread: Worker) {
    thread.on('message', (reply: StudioReply) => this.settle(reply));
    thread.on('error', (error) => this.failAll(error));
    thread.on('exit', () => this.failAll(new StudioError('the drawing thread has ended')));
  }

  static async start(setup: StudioSetup): Promise<Studio> {
    // TensorFlow reads the environment through getenv, which sees only what the whole process shares.
    Object.assign(process.env, tensorFlowEnvironment({ threads: setup.threads }));
    const thread = new Worker(new URL('./studio-thread.js', import.meta.url), { workerData: setup, env: SHARE_ENV });
    await firstMessage(thread);
    return new Studio(thread);
  }

  /** @throws StudioError */
  async ask<K extends StudioRequest['kind']>(
    request: Extract<StudioRequest, { kind: K }>,
  ): Promise<Extract<StudioResult, { kind: K }>> {
    const id = this.nextId++;
    const result = await new Promise<StudioResult>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.thread.postMessage({ id, request });
    });
    return result as Extract<StudioResult, { kind: K }>;
  }

  get busy(): number {
    return this.waiting.size;
  }

  async stop(): Promise<void> {
    await this.thread.terminate();
  }

  private settle(reply: StudioReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(new StudioError(reply.error));
    else waiting?.resolve(reply.result);
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
