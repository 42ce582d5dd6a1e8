/** The checkpoints' store over real buckets: its own specs, in libs/checkpoint, run it over maps in memory. */
import {
  CheckpointStore,
  checkpointName,
  encodeCheckpoint,
  StaleLeaderError,
  StaleStepError,
  type Checkpoint,
} from '@lockstep/checkpoint';
import { RunSubjects } from '@lockstep/protocol';
import { DamagedObjectError, LeaderConflictError, ObjectBucket, StateBucket } from '@lockstep/transport';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SecuredServer, type Connection } from '../testing/secured-server.js';

const RUN = 'run-1';
const subjects = new RunSubjects(RUN);

let server: SecuredServer;
let coordinator: Connection;
let sampler: Connection;
let blobs: ObjectBucket;
let state: StateBucket;
let store: CheckpointStore;
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  [coordinator, sampler] = [await server.connect('coordinator'), await server.connect('sampler')];
});
beforeEach(async () => {
  const manager = await coordinator.jetstreamManager();
  for await (const { config } of manager.streams.list()) await manager.streams.delete(config.name);
  blobs = await ObjectBucket.open(coordinator, subjects.checkpointBucket, 300);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  store = new CheckpointStore(blobs, state.pointer('latest'));
});
afterAll(() => server.end());

function checkpoint(step: number): Checkpoint {
  const data = Float32Array.from({ length: 100_000 }, (_, i) => (i + step) / 7);
  data.set([-0, 1.401298464324817e-45]);
  const tensors = () => ({ 'down_layers.0.weight': { shape: [100, 1000], data } });
  return {
    run: RUN,
    step,
    epoch: 0,
    config: { seed: 0 },
    schema_hash: 'ab12',
    fingerprint: 'cd34',
    data_position: { epoch: 0, step_in_epoch: step },
    beta1_power: 0.9,
    beta2_power: 0.999,
    losses: Array.from({ length: step }, () => 0.5),
    epoch_losses: [],
    weights: tensors(),
    m: tensors(),
    v: tensors(),
  };
}

async function publish(step: number, leaderEpoch = 1, to = store) {
  return to.publish(checkpointName(step), encodeCheckpoint(checkpoint(step)), leaderEpoch);
}

/** The store as the sampler opens it, with the sampler's credentials. */
async function samplersStore(): Promise<CheckpointStore> {
  const reading = await ObjectBucket.open(sampler, subjects.checkpointBucket, 300);
  return new CheckpointStore(reading, (await StateBucket.open(sampler, subjects.stateBucket)).pointer('latest'));
}

describe('checkpoints in the object store', () => {
  it('come back bit by bit, for the coordinator and for the sampler', async () => {
    const reading = await samplersStore();
    expect(await store.latest()).toBeUndefined();
    expect(await reading.latestWeights()).toBeUndefined();
    const announcement = await publish(3);
    const latest = encodeCheckpoint((await store.latest())!);
    for (const [name, bytes] of encodeCheckpoint(checkpoint(3))) {
      expect(Buffer.compare(bytes, latest.get(name)!), name).toBe(0);
    }
    const published = await reading.latestWeights();
    expect(published?.announcement).toEqual(announcement);
    expect(published?.manifest.losses).toEqual([0.5, 0.5, 0.5]);
    const bits = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const [sent, received] = [checkpoint(3).weights, published!.weights].map((each) =>
      Float32Array.from(each['down_layers.0.weight']!.data),
    );
    expect(bits(received!).equals(bits(sent!))).toBe(true);
  });

  it('go forward only', async () => {
    await publish(3, 2);
    await expect(publish(4, 1)).rejects.toThrow(StaleLeaderError);
    await expect(publish(2, 2)).rejects.toThrow(StaleStepError);
    await publish(2, 3);
    expect((await (await samplersStore()).announced())?.step).toBe(2);
  });

  it('of one who read the pointer before another wrote it are not announced', async () => {
    await publish(1);
    let read: Promise<void> | undefined;
    const pointer = state.pointer('latest');
    const slow = new CheckpointStore(blobs, {
      read: async () => {
        const current = await pointer.read();
        await (read ??= publish(2).then(() => undefined));
        return current;
      },
      compareAndSet: pointer.compareAndSet,
    });
    await expect(publish(3, 1, slow)).rejects.toThrow(LeaderConflictError);
    expect((await store.latest())?.step).toBe(2);
  });

  it('are pruned but for the latest and the one announced', async () => {
    for (const step of [1, 2, 3, 4]) await publish(step);
    await publish(1, 2);
    const removed = await store.prune(1, 2);
    expect(removed.map((key) => key.slice(0, 13))).toEqual(['step-00000001', 'step-00000002', 'step-00000003']);
    expect(new Set((await blobs.list()).map((name) => name.slice(0, 13)))).toEqual(
      new Set(['step-00000001', 'step-00000004']),
    );
    expect((await (await samplersStore()).latestWeights())?.announcement.step).toBe(1);
  });

  it('that lost their bytes are refused, not waited for', async () => {
    await publish(3);
    const manager = await coordinator.jetstreamManager();
    const bucket = subjects.checkpointBucket;
    await manager.streams.purge(`OBJ_${bucket}`, { filter: `$O.${bucket}.C.>` });
    await expect((await samplersStore()).latestWeights()).rejects.toThrow(DamagedObjectError);
    await publish(4);
    expect((await (await samplersStore()).latestWeights())?.announcement.step).toBe(4);
  });
});
