/** The drawing thread: TensorFlow and the canvas block it for seconds, so it owns no connection. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { readImages, type ImageSet } from '@lockstep/data';
import { loadTensorFlow, UNetComputer } from '@lockstep/model';
import { drawFigures, drawSamples, sample } from './studio-figures.js';
import type { StudioReply, StudioRequest, StudioResult, StudioSetup } from './studio-messages.js';

class StudioThread {
  private step = -1;

  constructor(
    private readonly setup: StudioSetup,
    private readonly computer: UNetComputer,
    private readonly train: ImageSet,
    private readonly test: ImageSet,
  ) {}

  answer(request: StudioRequest): StudioResult {
    if (request.kind === 'figures') {
      const { checkpoint } = request;
      this.computer.setWeights(checkpoint.weights);
      this.step = checkpoint.step;
      return { kind: 'figures', files: drawFigures(this.computer, this.setup, this.train, this.test, checkpoint) };
    }
    if (this.step < 0) throw new Error('the run has no checkpoint yet: ask again when it has');
    const { count, steps, seed, format } = request;
    const predict = (noised: Float32Array, size: number) => this.computer.predict(noised, size);
    const data =
      format === 'png'
        ? drawSamples(predict, seed, count, steps, this.step)
        : new Uint8Array(sample(predict, seed, count, steps).buffer);
    return { kind: 'sample', step: this.step, data };
  }
}

async function start(port: MessagePort, setup: StudioSetup): Promise<void> {
  const { tf } = loadTensorFlow({ threads: setup.threads });
  const computer = new UNetComputer(tf);
  const thread = new StudioThread(
    setup,
    computer,
    await readImages(setup.trainImagesPath),
    await readImages(setup.testImagesPath),
  );
  port.on('message', ({ id, request }: { id: number; request: StudioRequest }) => {
    let reply: StudioReply;
    try {
      reply = { id, result: thread.answer(request) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(reply);
  });
  port.postMessage('ready');
}

if (!parentPort) throw new Error('studio-thread.ts runs as a worker thread');
await start(parentPort, workerData as StudioSetup);
