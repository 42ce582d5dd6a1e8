/**
 * The compute thread loads the task and calls its learner. A backend blocks the thread for tens of milliseconds at a time, so the
 * thread owns no connection.
 *
 * It executes requests in order. Between two shards it handles new requests, so a cancelled lease costs at most one shard.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { samplesOf, shardSizes, type DataConfig, type Work } from '@lockstep/cluster';
import { epochPermutation, sampleIndices } from '@lockstep/data';
import { resolveTask, type Batch, type Learner, type SampleRange } from '@lockstep/task';
import { fingerprint } from '@lockstep/tensorflow';
import type { ComputeReply, ComputeRequest, ComputeSetup } from './messages.js';

type Job = Extract<ComputeRequest, { kind: 'compute' }>;

/** Most vectors that are kept for reuse as gradients. */
const MOST_SPARE = 4;

class ComputeThread {
  private jobs: Job[] = [];
  private spare: Float32Array[] = [];
  private running = false;
  private readonly prepared = new Map<string, Batch>();
  private permutation: { epoch: number; order: Uint32Array } | undefined;
  private readonly testOrder: Uint32Array;

  constructor(
    private readonly port: MessagePort,
    private readonly plan: DataConfig,
    private readonly learner: Learner,
    private readonly parameterCount: number,
  ) {
    this.testOrder = Uint32Array.from({ length: plan.testSamples }, (_, i) => i);
  }

  on(request: ComputeRequest): void {
    switch (request.kind) {
      case 'prepare':
        return this.prepare(request.work, request.shards);
      case 'load':
        this.learner.setWeights(request.weights);
        // A later gradient reuses this memory, because the first write to fresh memory is slower.
        this.spare = [request.weights, ...this.spare].slice(0, MOST_SPARE);
        return;
      case 'compute':
        this.jobs.push(request);
        return this.run();
      case 'cancel': {
        const kept = this.jobs.filter(({ leaseId }) => leaseId >= request.beforeLeaseId);
        for (let dropped = this.jobs.length - kept.length; dropped > 0; dropped--) this.reply({ kind: 'dropped' });
        this.jobs = kept;
      }
    }
  }

  private run(): void {
    if (this.running) return;
    this.running = true;
    // Yields to the event loop after each shard, so that a cancellation is handled before the next shard.
    setImmediate(() => {
      this.running = false;
      const job = this.jobs.shift();
      if (job) this.compute(job);
      if (this.jobs.length > 0) this.run();
    });
  }

  private compute({ work, leaseId, shard }: Job): void {
    const startMs = performance.now();
    const batch = this.batch(work, shard);
    const train = work.phase === 'train';
    const vector = train ? (this.spare.pop() ?? new Float32Array(this.parameterCount)) : new Float32Array();
    const { lossSum } = train ? this.learner.gradient(batch, vector) : this.learner.evaluate(batch);
    const computeMs = performance.now() - startMs;
    const { version } = work;
    const result = { version, leaseId, shard, vector, samples: batch.size, lossSum, computeMs };
    this.reply({ kind: 'computed', ...result }, [vector.buffer as ArrayBuffer]);
  }

  /** Makes batches ahead of their use, and drops the prepared batches of other leases. */
  private prepare(work: Work, shards: number[]): void {
    // A lease of the evaluation holds many shards, so their batches are made one by one.
    const wanted = work.phase === 'train' ? shards : [];
    const made = new Map(this.prepared);
    this.prepared.clear();
    for (const shard of wanted) {
      const key = keyOf(work, shard);
      this.prepared.set(key, made.get(key) ?? this.makeBatch(work, shard));
    }
  }

  private batch(work: Work, shard: number): Batch {
    const key = keyOf(work, shard);
    const batch = this.prepared.get(key) ?? this.makeBatch(work, shard);
    this.prepared.delete(key);
    return batch;
  }

  private makeBatch(work: Work, shard: number): Batch {
    return this.learner.batch(this.rangeOf(work, shard));
  }

  private rangeOf(work: Work, shard: number): SampleRange {
    const { start, size } = samplesOf(work, shard);
    if (work.phase === 'evaluate') {
      return { phase: 'evaluate', epoch: 0, indices: sampleIndices(this.testOrder, start, size) };
    }
    const { epoch } = work;
    if (this.permutation?.epoch !== epoch) {
      this.permutation = { epoch, order: epochPermutation(this.plan.seed, epoch, this.plan.trainSamples) };
    }
    return { phase: 'train', epoch, indices: sampleIndices(this.permutation.order, start, size) };
  }

  private reply(reply: ComputeReply, transfer: ArrayBuffer[] = []): void {
    this.port.postMessage(reply, transfer);
  }
}

function keyOf(work: Work, shard: number): string {
  return `${work.version}/${shard}`;
}

async function start(port: MessagePort, setup: ComputeSetup): Promise<void> {
  const { plan, threads, files } = setup;
  const { seed, trainSamples } = plan;
  const task = await resolveTask(setup.task, setup.directory);
  const { parameters } = task;
  const learner = await task.learner({ files, seed, threads });
  const ready = {
    kind: 'ready' as const,
    fingerprint: fingerprint({ learner, parameters, shardSizes: shardSizes(plan), seed, trainSamples }),
    device: learner.device,
  };
  const thread = new ComputeThread(port, plan, learner, parameters.count);
  port.on('message', (request: ComputeRequest) => thread.on(request));
  port.postMessage(ready satisfies ComputeReply);
}

if (!parentPort) throw new Error('compute/thread.ts runs as a worker thread');
await start(parentPort, workerData as ComputeSetup);
