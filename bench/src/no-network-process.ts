/**
 * A worker without a network. For each step it loads weights into the compute thread, lets the thread compute its shards, and adds
 * their gradients in tree order, as a worker does. It has the two threads of a worker process.
 */
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { workOf, type ShardResult } from '@lockstep/cluster';
import { firstMessage } from '@lockstep/cli';
import { BASIC_UNET } from '@lockstep/model';
import { tensorFlowEnvironment } from '@lockstep/tensorflow';
import type { ProcessReply, ProcessSetup, StepRequest, ThreadReply, ThreadRequest } from './no-network-messages.js';
import { ShareOfStep, shareOf } from './share.js';

class NoNetworkProcess {
  private readonly weights: Float32Array;
  private share: ShareOfStep | undefined;
  private countTensors = false;
  private computeMs = 0;

  constructor(
    private readonly setup: ProcessSetup,
    private readonly thread: Worker,
  ) {
    this.weights = BASIC_UNET.initialWeights(setup.plan.seed);
    thread.on('message', (reply: ThreadReply) => this.onReply(reply));
  }

  begin({ version, countTensors }: StepRequest): void {
    const { plan, workers, index } = this.setup;
    const work = workOf(plan, 'train', version);
    this.countTensors = countTensors;
    this.computeMs = 0;
    this.share = new ShareOfStep(shareOf(work.shards, workers, index), work.shards);
    const { shards } = this.share;
    // The vector is transferred to the thread, as in a worker.
    const weights = this.weights.slice();
    this.ask({ kind: 'load', weights }, [weights.buffer]);
    this.ask({ kind: 'prepare', work, shards });
    for (const shard of shards) this.ask({ kind: 'compute', work, leaseId: version + 1, shard });
  }

  private onReply(reply: ThreadReply): void {
    if (reply.kind === 'computed') this.onComputed(reply);
    else if (reply.kind === 'tensors') this.done(reply.numTensors);
  }

  private onComputed(result: ShardResult): void {
    this.computeMs += result.computeMs;
    if (!this.share?.add(result)) return;
    if (this.countTensors) this.ask({ kind: 'countTensors' });
    else this.done(undefined);
  }

  private done(numTensors: number | undefined): void {
    reply({ kind: 'done', computeMs: this.computeMs, numTensors });
  }

  private ask(request: ThreadRequest, transfer: ArrayBuffer[] = []): void {
    this.thread.postMessage(request, transfer);
  }
}

function reply(message: ProcessReply): void {
  process.send?.(message);
}

const setup = JSON.parse(process.argv[2] ?? '') as ProcessSetup;
Object.assign(process.env, tensorFlowEnvironment({ threads: setup.threads }));
const thread = new Worker(new URL('./no-network-thread.js', import.meta.url), { workerData: setup, env: SHARE_ENV });
await firstMessage(thread);
const worker = new NoNetworkProcess(setup, thread);
process.on('message', (request: StepRequest) => worker.begin(request));
// The benchmark is gone.
process.on('disconnect', () => process.exit());
reply({ kind: 'ready' });
