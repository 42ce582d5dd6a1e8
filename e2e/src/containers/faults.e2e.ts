/** Faults of the containers of coordinator and sampler: the leader is killed beside a standby, and the sampler is disconnected. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { denoise } from '../harness/experiment.js';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { endsAsUndisturbed, SLOW, slowFromTheStart, step, timeLost } from './steps.js';

const workspace = new Workspace(await denoise());
let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create(workspace);
  await cluster.nats();
});

// Undefined without a container engine.
afterAll(() => cluster?.removeAll());

/** Starts a worker with a small share of a core. */
async function slowWorker(id: string): Promise<Container> {
  const worker = await cluster.worker(id);
  await slowFromTheStart(worker, 2 * SLOW);
  return worker;
}

describe('a run with a standby and a sampler', () => {
  let leader: Container;
  let standby: Container;
  let sampler: Container;
  let worker: Container;

  beforeAll(async () => {
    [leader, sampler] = await Promise.all([cluster.coordinator(), cluster.sampler()]);
    [standby, worker] = await Promise.all([cluster.standby(), slowWorker('a')]);
    await Promise.all([standby.said(/in step with the leader from step \d+ on/), step(leader, 3)]);
  });

  test('the sampler is disconnected: training continues', async () => {
    await timeLost(leader, 'disconnect of the sampler', async () => {
      await sampler.disconnect();
      await sampler.said(/lost the NATS server/);
    });
  });

  test('the leader is killed: the standby continues from its last step, and the run ends as undisturbed', async () => {
    await timeLost(leader, 'kill of the coordinator', async () => {
      const reached = leader.lines.filter(({ fields }) => fields['type'] === 'step').length;
      await leader.signal('SIGKILL');
      const [, from] = await standby.said(/takes over from step (\d+) \(leader epoch 2\)/);
      expect(Number(from)).toBeGreaterThanOrEqual(reached - 1);
      return standby;
    });
    await worker.limitCpu(1);
    await endsAsUndisturbed(standby);
    expect(await worker.ended(), worker.output).toBe(0);
  });

  test('the sampler reconnects, and draws the last checkpoint, whose announcement it missed', async () => {
    expect(sampler.has(/of step 32/)).toBe(false);
    await sampler.reconnect();
    await sampler.said(/connected to the NATS server at .* again/);
    await sampler.said(/drew 6 figures of step 32/);
  });
});
