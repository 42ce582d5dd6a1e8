/**
 * The model that simulated workers train: the task `linear`, which takes microseconds per sample. Its sums are rounded to float32,
 * so that a sum in another order, a repeated sample or a stale weight changes the bits.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samplesOf, type DataConfig, type Work } from '@lockstep/cluster';
import { epochPermutation } from '@lockstep/data';
import type { GradientSum } from '@lockstep/optim';
import { resolveTask, type Learner } from '@lockstep/task';

const task = await resolveTask('linear', '.');
const learner = await loadLearner();

export const PARAMETER_COUNT = task.parameters.count;

export function initialWeights(seed: number): Float32Array {
  return task.parameters.initialWeights(seed);
}

/** A learner reads its data from files, which only it needs. */
async function loadLearner(): Promise<Learner> {
  const folder = await mkdtemp(join(tmpdir(), 'lockstep-simulation-'));
  try {
    const { files } = await task.data.load(task.data.names[0], undefined);
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
    const paths = Object.fromEntries(files.map(({ name }) => [name, join(folder, name)]));
    return await task.learner({ files: paths, seed: 0, threads: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

export class Model {
  private readonly orders = new Map<number, Uint32Array>();

  /** @param onSample called for every training sample that is used */
  constructor(
    private readonly config: DataConfig,
    private readonly onSample?: (epoch: number, sample: number) => void,
  ) {}

  /** The gradient sum of one shard (empty in the evaluation), its loss sum and its number of samples. */
  shard(work: Work, shard: number, weights: Float32Array): GradientSum {
    const { start, size: samples } = samplesOf(work, shard);
    const { phase, epoch } = work;
    learner.setWeights(weights);
    if (phase === 'evaluate') {
      const indices = Uint32Array.from({ length: samples }, (_, i) => start + i);
      return { vector: new Float32Array(), samples, ...learner.evaluate(learner.batch({ phase, epoch, indices })) };
    }
    const indices = this.order(epoch).subarray(start, start + samples);
    for (const sample of this.onSample ? indices : []) this.onSample!(epoch, sample);
    const vector = new Float32Array(PARAMETER_COUNT);
    return { vector, samples, ...learner.gradient(learner.batch({ phase, epoch, indices }), vector) };
  }

  private order(epoch: number): Uint32Array {
    let order = this.orders.get(epoch);
    if (!order) this.orders.set(epoch, (order = epochPermutation(this.config.seed, epoch, this.config.trainSamples)));
    return order;
  }
}
