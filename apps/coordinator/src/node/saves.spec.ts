/** Saves checkpoints to the buckets of a real NATS server. The specs of libs/checkpoint use maps in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointFolder, CheckpointStore, encodeCheckpoint } from '@lockstep/checkpoint';
import { initialState, Saving, type SaveAnswer, type TrainingState } from '@lockstep/cluster';
import { RunSubjects } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { DamagedObjectError, ObjectBucket, StateBucket, type NatsConnection } from '@lockstep/transport';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SecuredServer } from '../testing/secured-server.js';
import { toCheckpoint } from '../run/checkpoint-codec.js';
import { CheckpointSaves } from './saves.js';

const RUN = 'run-1';
const CONFIG = { seed: 0, batchSize: 8, shards: 4, trainSamples: 8000, testSamples: 8 };
const { parameters } = await resolveTask('linear', import.meta.dirname);
const subjects = new RunSubjects(RUN);

let server: SecuredServer;
let coordinator: NatsConnection;
let sampler: NatsConnection;
let blobs: ObjectBucket;
let state: StateBucket;
let store: CheckpointStore;
let dir: string;
let folder: CheckpointFolder;
let warnings: string[];
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  [coordinator, sampler] = [await server.connect('coordinator'), await server.connect('sampler')];
  dir = await mkdtemp(join(tmpdir(), 'lockstep-coordinator-'));
});
beforeEach(async () => {
  const manager = await coordinator.jetstreamManager();
  for await (const { config } of manager.streams.list()) await manager.streams.delete(config.name);
  blobs = await ObjectBucket.open(coordinator, subjects.checkpointBucket, 300);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  store = new CheckpointStore(blobs, state.pointer('latest'));
  await rm(dir, { recursive: true });
  folder = await CheckpointFolder.open(dir);
  warnings = [];
});
afterAll(async () => {
  await server.end();
  await rm(dir, { recursive: true });
});

function trained(version: number): TrainingState {
  const weights = parameters.initialWeights(0);
  weights.set([version, -0, 1.401298464324817e-45]);
  return { ...initialState(weights), version, epochLossSum: version / 7, fingerprint: 'f'.repeat(64) };
}

/** Saves and publishes a state as a coordinator does. Returns the checkpoint's name, or undefined when it is not announced. */
async function save(step: number, leaderEpoch = 1, to = store): Promise<string | undefined> {
  const saves = new CheckpointSaves(folder, to, RUN, parameters, CONFIG, {});
  const key = saves.encode({ kind: 'encode', id: 1, state: trained(step), leaderEpoch, reason: 'periodic' });
  const saving = new Saving({ leaderEpoch, step, key, hurried: false });
  let announced = false;
  for (let effects = saving.handle({ kind: 'begin' }); effects.length > 0;) {
    let answer: SaveAnswer | undefined;
    for (const effect of effects) {
      if (effect.kind === 'announce') announced = true;
      if (effect.kind === 'notice') warnings.push(effect.message);
      if (effect.kind !== 'execute') continue;
      answer = await saves
        .execute({ ...effect, id: 1 })
        .catch((error: unknown): SaveAnswer => ({ kind: 'failed', error: String(error) }));
    }
    effects = answer ? saving.handle(answer) : [];
  }
  return announced ? saves.name : undefined;
}

/** Opens the store with the credentials of a sampler. */
async function samplersStore(): Promise<CheckpointStore> {
  const reading = await ObjectBucket.open(sampler, subjects.checkpointBucket, 300);
  return new CheckpointStore(reading, (await StateBucket.open(sampler, subjects.stateBucket)).pointer('latest'));
}

describe('checkpoints in the object store', () => {
  it('have the same bits for the coordinator and for the sampler', async () => {
    const reading = await samplersStore();
    expect(await store.readLatest()).toBeUndefined();
    expect(await reading.readLatestWeights()).toBeUndefined();
    expect(await save(3)).toBe('step-00000003');
    const latest = encodeCheckpoint((await store.readLatest())!);
    const sent = toCheckpoint(trained(3), parameters, RUN, CONFIG, {});
    for (const [name, bytes] of encodeCheckpoint(sent)) {
      expect(Buffer.compare(bytes, latest.get(name)!), name).toBe(0);
    }
    const published = await reading.readLatestWeights();
    expect(published?.announcement.step).toBe(3);
    expect(published?.manifest.epoch_loss_sum).toBe(3 / 7);
    const bits = ({ data }: { data: Float32Array }) => Buffer.from(Float32Array.from(data).buffer);
    for (const [name, tensor] of Object.entries(sent.weights)) {
      expect(bits(published!.weights[name]!).equals(bits(tensor)), name).toBe(true);
    }
  });

  it('never replace a later step or leader epoch', async () => {
    await save(3, 2);
    expect(await save(4, 1)).toBeUndefined();
    expect(await save(2, 2)).toBeUndefined();
    expect(warnings).toEqual([
      expect.stringContaining('leader epoch 2 has taken the lead and published already'),
      expect.stringContaining('step 3 has been published already'),
    ]);
    expect((await store.getLatest())?.announcement.step).toBe(3);
    await save(2, 3);
    expect((await (await samplersStore()).getLatest())?.announcement.step).toBe(2);
  });

  it('that are saved twice are published once', async () => {
    await save(3);
    const before = await state.read('latest');
    expect(await save(3)).toBe('step-00000003');
    expect(await state.read('latest')).toEqual(before);
  });

  it('do not replace a checkpoint that another leader publishes during the save', async () => {
    await save(1);
    let other: Promise<void> | undefined;
    const pointer = state.pointer('latest');
    const slow = new CheckpointStore(blobs, {
      read: async () => {
        const current = await pointer.read();
        await (other ??= save(2, 2).then(() => undefined));
        return current;
      },
      compareAndSet: pointer.compareAndSet,
    });
    expect(await save(3, 1, slow)).toBeUndefined();
    expect((await store.readLatest())?.step).toBe(2);
  });

  it('are pruned except the latest and the announced ones', async () => {
    for (const step of [1, 2, 3, 4]) await save(step);
    await save(1, 2);
    const kept = new Set((await blobs.list()).map((name) => name.slice(0, 13)));
    expect(kept).toEqual(new Set(['step-00000001', 'step-00000002', 'step-00000003', 'step-00000004']));
    await store.prune(1, 2);
    expect(new Set((await blobs.list()).map((name) => name.slice(0, 13)))).toEqual(
      new Set(['step-00000001', 'step-00000004']),
    );
    expect((await (await samplersStore()).readLatestWeights())?.announcement.step).toBe(1);
  });

  it('without their bytes are refused at once', async () => {
    await save(3);
    const manager = await coordinator.jetstreamManager();
    const bucket = subjects.checkpointBucket;
    await manager.streams.purge(`OBJ_${bucket}`, { filter: `$O.${bucket}.C.>` });
    await expect((await samplersStore()).readLatestWeights()).rejects.toThrow(DamagedObjectError);
    await save(4);
    expect((await (await samplersStore()).readLatestWeights())?.announcement.step).toBe(4);
  });
});
