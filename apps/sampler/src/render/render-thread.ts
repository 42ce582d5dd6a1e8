/** Starts the render thread and sends it requests, which it answers in order. */
import { UserError } from '@lockstep/errors';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { firstMessage } from '@lockstep/cli';
import { tensorFlowEnvironment } from '@lockstep/tensorflow';
import type { RenderReply, RenderRequest, RenderResult, RenderSetup } from './messages.js';

/** The render thread failed to answer a request. */
export class RenderError extends UserError {}

/** The request is invalid, for example because its media type is unknown. */
export class RenderRequestError extends RenderError {}

interface Waiting {
  resolve: (result: RenderResult) => void;
  reject: (error: Error) => void;
}

export class RenderThread {
  private nextId = 0;
  private readonly waiting = new Map<number, Waiting>();

  private constructor(private readonly thread: Worker) {
    thread.on('message', (reply: RenderReply) => this.settle(reply));
    thread.on('error', (error) => this.failAll(error));
    thread.on('exit', () => this.failAll(new RenderError('the render thread has ended')));
  }

  static async start(setup: RenderSetup): Promise<RenderThread> {
    // TensorFlow reads the environment through getenv, which does not see a thread's own copy of it.
    Object.assign(process.env, tensorFlowEnvironment({ threads: setup.threads }));
    const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: setup, env: SHARE_ENV });
    await firstMessage(thread);
    return new RenderThread(thread);
  }

  /** @throws RenderError */
  async request<K extends RenderRequest['kind']>(
    request: Extract<RenderRequest, { kind: K }>,
  ): Promise<Extract<RenderResult, { kind: K }>> {
    const id = this.nextId++;
    const result = await new Promise<RenderResult>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.thread.postMessage({ id, request });
    });
    return result as Extract<RenderResult, { kind: K }>;
  }

  /** Number of requests without an answer. */
  get pendingCount(): number {
    return this.waiting.size;
  }

  async stop(): Promise<void> {
    await this.thread.terminate();
  }

  private settle(reply: RenderReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('error' in reply) waiting?.reject(new (reply.refused ? RenderRequestError : RenderError)(reply.error));
    else waiting?.resolve(reply.result);
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
