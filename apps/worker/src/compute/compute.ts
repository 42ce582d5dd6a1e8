/** Starts the compute thread and exchanges messages with it. */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { firstMessage, type Logger } from '@lockstep/cli';
import type { WorkerEffect } from '@lockstep/cluster';
import { tensorFlowEnvironment } from '@lockstep/tensorflow';
import { describeDevice } from './describe-device.js';
import { gpuFacts, gpuNotice } from './gpu-notice.js';
import type { ComputeReply, ComputeRequest, ComputeSetup } from './messages.js';

export type ComputeEvent = Extract<ComputeReply, { kind: 'computed' | 'dropped' }>;

export class Compute {
  private constructor(
    private readonly thread: Worker,
    readonly fingerprint: string,
    readonly device: string,
  ) {}

  /** Starts the thread, which loads the task and computes the fingerprint. Logs a notice when TensorFlow does not use a GPU. */
  static async start(setup: ComputeSetup, log: Logger): Promise<Compute> {
    // TensorFlow reads the environment through getenv, which does not see a thread's own copy of it.
    Object.assign(process.env, tensorFlowEnvironment({ threads: setup.threads }));
    const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: setup, env: SHARE_ENV });
    const ready = await firstMessage<Extract<ComputeReply, { kind: 'ready' }>>(thread);
    const { backend, device } = ready.device;
    const notice = backend === 'tensorflow' ? gpuNotice(gpuFacts(device === 'gpu')) : undefined;
    if (notice) log[notice.level](notice.message);
    return new Compute(thread, ready.fingerprint, describeDevice(ready.device));
  }

  listen(onEvent: (event: ComputeEvent) => void, onFailure: (error: Error) => void): void {
    this.thread.on('message', (reply: ComputeReply) => {
      if (reply.kind !== 'ready') onEvent(reply);
    });
    this.thread.on('error', onFailure);
    this.thread.on('exit', (code) => onFailure(new Error(`the compute thread ended with code ${code}`)));
  }

  post(effect: Extract<WorkerEffect, { kind: ComputeRequest['kind'] }>): void {
    this.thread.postMessage(effect, effect.kind === 'load' ? [effect.weights.buffer as ArrayBuffer] : []);
  }

  async stop(): Promise<void> {
    this.thread.removeAllListeners('exit');
    await this.thread.terminate();
  }
}
