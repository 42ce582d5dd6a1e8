/**
 * Runs 100,000 steps of the task linear in one process. The sizes of a checkpoint, of a snapshot for a standby and of the
 * coordinator's heap must not grow with the number of steps.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { encodeCheckpoint, MANIFEST_FILE } from '@lockstep/checkpoint';
import {
  CoordinatorMachine,
  initialState,
  samplesOf,
  StandbyMachine,
  workOf,
  type CoordinatorEffect,
  type CoordinatorEvent,
  type StandbyEffect,
  type TrainingState,
} from '@lockstep/cluster';
import { epochPermutation, sampleIndices } from '@lockstep/data';
import { combine, coveringNodes, shardsOf, type GradientSum } from '@lockstep/optim';
import {
  decodeCoordinatorMessage,
  encodeCoordinatorMessage,
  partOf,
  PROTOCOL_VERSION,
  type Lease,
  type WorkerBody,
} from '@lockstep/protocol';
import { resolveTask, type Learner } from '@lockstep/task';
import { afterAll, expect, it } from 'vitest';
import { toCheckpoint } from './run/checkpoint-codec.js';

const TOTAL_STEPS = 100_000;
const EARLY_STEPS = 10_000;
const task = await resolveTask('linear', import.meta.dirname);
const { parameters } = task;
const { files, trainSamples, testSamples } = await task.data.load(task.data.names[0], undefined);
const DATA = { seed: 1, batchSize: 8, shards: 2, trainSamples, testSamples };
const STEPS_PER_EPOCH = trainSamples / DATA.batchSize;
const LEARNING_RATE = 1e-3;
const PARAMETERS = parameters.count;
/** A snapshot fits into one part. A request is answered with at most 16 parts. */
const PART_SIZE_BYTES = 1 << 20;
const WORKER = { pool: 'p', member: 'w' };
const HASH = 'a'.repeat(64);
/** Simulated time of a step. A tick follows every 50 ms, as in a real run. */
const STEP_MS = 5;
const TICK_MS = 50;
/** A number of the manifest has up to 24 characters and a comma. */
const EPOCH_CHARS = 25;
const HEAP_GROWTH_BYTES = 512 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const dir = await mkdtemp(join(tmpdir(), 'lockstep-growth-'));
afterAll(() => rm(dir, { recursive: true }));

async function openLearner(): Promise<Learner> {
  const paths = Object.fromEntries(files.map(({ name }) => [name, join(dir, name)]));
  for (const { name, bytes } of files) await writeFile(join(dir, name), bytes);
  return task.learner({ files: paths, seed: DATA.seed, threads: 1 });
}

/** A coordinator, a worker that completes each lease at once, and a standby. */
class Run {
  readonly machine: CoordinatorMachine;
  readonly standby = new StandbyMachine({
    ...DATA,
    ...{ parameterCount: PARAMETERS, partSizeBytes: PART_SIZE_BYTES, wireDtype: 'f32' },
    ...{ learningRate: LEARNING_RATE, totalSteps: TOTAL_STEPS },
  });
  saved: TrainingState | undefined;
  /** Total size of all messages for standbys. */
  standbyBytes = 0;
  private readonly events: CoordinatorEvent[] = [];
  private nowMs = 0;
  private order: { epoch: number; permutation: Uint32Array } | undefined;

  constructor(private readonly learner: Learner) {
    this.machine = new CoordinatorMachine(
      {
        ...DATA,
        ...{ leaderEpoch: 1, totalSteps: TOTAL_STEPS, learningRate: LEARNING_RATE, parameterCount: PARAMETERS },
        ...{ partSizeBytes: PART_SIZE_BYTES, wireDtype: 'f32', inFlightBytes: 1 << 22, checkpointEvery: 500 },
        ...{ schemaHash: HASH, threads: 1, mixedNumerics: false, heartbeatTimeoutMs: 5000, leaseFloorMs: 1000 },
        audit: { share: 0, draw: () => 1 },
      },
      initialState(parameters.initialWeights(DATA.seed)),
    );
    const numerics = { protocolVersion: PROTOCOL_VERSION, schemaHash: HASH, fingerprint: HASH, threads: 1 };
    this.fromWorker({ kind: 'join', ...numerics, device: 'a test', host: 'here' });
  }

  /** Runs until `steps` steps are done. */
  until(steps: number): void {
    while (this.machine.training.version < steps) {
      const event = this.events.shift() ?? { kind: 'tick' };
      if (event.kind === 'message') this.nowMs += STEP_MS;
      this.dispatch(event);
      if (this.nowMs % TICK_MS !== 0) continue;
      this.dispatch({ kind: 'tick' });
      this.fromStandby('follower', this.standby.handle({ kind: 'tick' }, this.nowMs));
    }
  }

  /** Returns the size of a snapshot for a new standby, without the weights and the moments. */
  snapshotBytes(): number {
    const before = this.standbyBytes;
    const body = { kind: 'stateRequest' as const, snapshotVersion: undefined, firstPart: 0, partCount: 16 };
    this.dispatch({ kind: 'standbyMessage', from: 'new', message: { incarnation: 2, leaderEpoch: 1, body } });
    return this.standbyBytes - before - 3 * PARAMETERS * Float32Array.BYTES_PER_ELEMENT;
  }

  private dispatch(event: CoordinatorEvent): void {
    for (const effect of this.machine.handle(event, this.nowMs)) this.execute(effect);
  }

  private execute(effect: CoordinatorEffect): void {
    switch (effect.kind) {
      case 'send':
        if (effect.message.body.kind === 'lease') this.compute(effect.message.body);
        return;
      case 'toStandbys':
        // Encodes the message, because its views of the machine's memory are valid only until the next event.
        return this.toStandby(encodeCoordinatorMessage(effect.message).slice());
      case 'checkpoint':
        this.saved = effect.state;
        this.events.push({ kind: 'checkpointed', version: effect.state.version });
    }
  }

  private compute({ leaseId, firstShard, shardCount, phase }: Lease): void {
    if (phase !== 'train') return;
    const { version, weights } = this.machine.training;
    this.learner.setWeights(weights);
    for (const node of coveringNodes(firstShard, shardCount, DATA.shards)) {
      const { start, end } = shardsOf(node, DATA.shards);
      const sums = Array.from({ length: end - start }, (_, i) => this.gradientOf(version, start + i));
      const { vector, lossSum, samples } = sums.reduce((left, right) => combine(left, right));
      const data = partOf(vector, PART_SIZE_BYTES, 0).slice();
      const times = { computeMs: 1, waitMs: 0 };
      this.fromWorker({ kind: 'gradientPart', version, leaseId, ...node, samples, lossSum, part: 0, data, ...times });
    }
  }

  private gradientOf(version: number, shard: number): GradientSum {
    const work = workOf(DATA, 'train', version);
    const { epoch } = work;
    if (this.order?.epoch !== epoch) {
      this.order = { epoch, permutation: epochPermutation(DATA.seed, epoch, trainSamples) };
    }
    const { start, size } = samplesOf(work, shard);
    const indices = sampleIndices(this.order.permutation, start, size);
    const vector = new Float32Array(PARAMETERS);
    const { lossSum } = this.learner.gradient(this.learner.batch({ phase: 'train', epoch, indices }), vector);
    return { vector, lossSum, samples: size };
  }

  private fromWorker(body: WorkerBody): void {
    this.events.push({ kind: 'message', from: WORKER, message: { incarnation: 1, leaderEpoch: 1, body } });
  }

  private toStandby(bytes: Uint8Array): void {
    this.standbyBytes += bytes.byteLength;
    const message = decodeCoordinatorMessage(bytes);
    this.fromStandby('follower', this.standby.handle({ kind: 'message', message }, this.nowMs));
  }

  private fromStandby(from: string, effects: readonly StandbyEffect[]): void {
    for (const effect of effects) {
      if (effect.kind !== 'send') continue;
      const { leaderEpoch, body } = effect;
      this.events.push({ kind: 'standbyMessage', from, message: { incarnation: 1, leaderEpoch, body } });
    }
  }
}

/** Returns the size of the manifest of the last checkpoint. */
function manifestBytes({ saved }: Run): number {
  const checkpoint = toCheckpoint(saved!, parameters, 'run-1', DATA, { seed: 1 });
  return encodeCheckpoint(checkpoint).get(MANIFEST_FILE)!.byteLength;
}

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

it(
  'a checkpoint, a snapshot and the memory of the coordinator do not grow with the steps',
  { timeout: 120_000 },
  async () => {
    const run = new Run(await openLearner());
    const measure = (steps: number) => {
      run.until(steps);
      return { manifest: manifestBytes(run), snapshot: run.snapshotBytes(), heap: heapBytes() };
    };
    measure(EARLY_STEPS / 2);
    const early = measure(EARLY_STEPS);
    const late = measure(TOTAL_STEPS);
    console.log(`after ${EARLY_STEPS} and ${TOTAL_STEPS} steps: ${JSON.stringify([early, late])}`);
    expect(run.saved!.version).toBe(TOTAL_STEPS);
    expect(run.saved!.epochLosses).toHaveLength(TOTAL_STEPS / STEPS_PER_EPOCH);
    expect(run.standby.training).toEqual(run.machine.training);
    const epochs = (TOTAL_STEPS - EARLY_STEPS) / STEPS_PER_EPOCH;
    expect(late.manifest - early.manifest).toBeLessThan(epochs * EPOCH_CHARS);
    expect(late.snapshot - early.snapshot).toBeLessThan(epochs * 2 * Float64Array.BYTES_PER_ELEMENT);
    expect(late.heap - early.heap).toBeLessThan(HEAP_GROWTH_BYTES);
  },
);
