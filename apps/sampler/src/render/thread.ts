/** The render thread. The task's backend and the canvas block it for seconds, so it owns no connection. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { messageOf } from '@lockstep/errors';
import { lossFigure } from '@lockstep/figures';
import { MediaTypeError, resolveTask, type Gallery } from '@lockstep/task';
import type { RenderCheckpoint, RenderReply, RenderRequest, RenderResult, RenderSetup } from './messages.js';

class Renderer {
  private step = -1;

  constructor(
    private readonly setup: RenderSetup,
    private readonly taskName: string,
    /** Undefined for a task without a gallery. */
    private readonly gallery: Gallery | undefined,
  ) {}

  answer(request: RenderRequest): RenderResult {
    if (request.kind === 'figures') return { kind: 'figures', files: this.figures(request.checkpoint) };
    if (!this.gallery) throw new Error(`the task ${this.taskName} draws no samples`);
    if (this.step < 0) throw new Error('the run has no checkpoint yet: retry after the first checkpoint');
    return { kind: 'sample', step: this.step, ...this.gallery.draw(request) };
  }

  private figures({ step, weights, losses, stepsPerLoss, epochLosses }: RenderCheckpoint): Record<string, Uint8Array> {
    this.gallery?.setWeights(weights, step);
    this.step = step;
    const figures = this.gallery?.figures() ?? {};
    if (step === 0) return figures;
    const { stepsPerEpoch, dataset } = this.setup;
    const title = this.gallery?.lossTitle ?? `Training ${this.taskName} on ${dataset}`;
    const curve = { losses, stepsPerLoss, stepCount: step, epochLosses, stepsPerEpoch };
    return { ...figures, 'loss.png': lossFigure({ ...curve, title }) };
  }
}

async function start(port: MessagePort, setup: RenderSetup): Promise<void> {
  const task = await resolveTask(setup.task, setup.directory);
  const renderer = new Renderer(setup, task.name, await task.gallery?.(setup));
  port.on('message', ({ id, request }: { id: number; request: RenderRequest }) => {
    let reply: RenderReply;
    try {
      reply = { id, result: renderer.answer(request) };
    } catch (error) {
      reply = { id, error: messageOf(error), refused: error instanceof MediaTypeError };
    }
    port.postMessage(reply);
  });
  port.postMessage('ready');
}

if (!parentPort) throw new Error('render/thread.ts runs as a worker thread');
await start(parentPort, workerData as RenderSetup);
