/**
 * What befalls the containers of coordinator and sampler: a coordinator is killed while another stands by, its disk fills up, the
 * sampler is cut off. The end is that of the undisturbed run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { endsAsUndisturbed, SLOW, slowFromTheStart, step, timeLost } from './steps.js';

/** More than a run asks for before it starts. */
const DISK_MIB = 128;

const workspace = new Workspace();
let cluster: ContainerCluster;

beforeAll(async () => {
  cluster = await ContainerCluster.create(workspace.dir);
  await cluster.nats();
});

// It is not there when the engine is not.
afterAll(() => cluster?.removeAll());

/** A worker that has joined, and has little of a core. */
async function slowWorker(id: string): Promise<Container> {
  const worker = await cluster.worker(id);
  await slowFromTheStart(worker, 2 * SLOW);
  return worker;
}

async function endsWell(worker: Container): Promise<void> {
  expect(await worker.ended(), worker.output).toBe(0);
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

  test('the sampler is cut off: training goes on', async () => {
    await timeLost(leader, 'disconnect of the sampler', async () => {
      await sampler.disconnect();
      await sampler.said(/lost the NATS server/);
    });
  });

  test('the coordinator is killed: the standby goes on from the very step, to the end of the undisturbed run', async () => {
    await timeLost(leader, 'kill of the coordinator', async () => {
      const reached = leader.lines.filter(({ fields }) => fields['type'] === 'step').length;
      await leader.signal('SIGKILL');
      const [, from] = await standby.said(/takes over from step (\d+) \(leader epoch 2\)/);
      expect(Number(from)).toBeGreaterThanOrEqual(reached - 1);
      return standby;
    });
    await worker.limitCpu(1);
    await endsAsUndisturbed(standby);
    await endsWell(worker);
  });

  test('the sampler is back, and draws the last checkpoint, of which it had not heard', async () => {
    expect(sampler.has(/of step 32/)).toBe(false);
    await sampler.reconnect();
    await sampler.said(/connected to the NATS server at .* again/);
    await sampler.said(/drew 6 figures of step 32/);
  });
});

describe('a run whose coordinator has a small disk', () => {
  const FILLER = '/data/filler';
  let volume: string;
  let host: Container;
  let coordinator: Container;

  beforeAll(async () => {
    ({ volume, host } = await cluster.smallDisk(DISK_MIB));
  });

  test('it fills up in mid-run: training goes on, and ends with an error, since its last checkpoint is lost', async () => {
    coordinator = await cluster.coordinatorOn(volume, '--checkpoint-every=1');
    const worker = await slowWorker('b');
    await coordinator.said(/saved the checkpoint of step/);
    const { output } = await host.exec('sh', '-c', `cat /dev/zero > ${FILLER}`);
    expect(output).toMatch(/No space left on device/);
    await worker.limitCpu(1);
    expect(await coordinator.ended(), coordinator.output).toBe(1);
    expect(coordinator.has(/is full \(ENOSPC\).* Training continues, and the next checkpoint is tried at its time/)).toBe(
      true,
    );
    expect(coordinator.output).toMatch(/error: .* did not take the checkpoint step-00000032: .* is full \(ENOSPC\)/);
    await endsWell(worker);
  });

  test('it is still full: the next start says so at once', async () => {
    const refused = await cluster.coordinatorOn(volume, '--resume');
    expect(await refused.ended(), refused.output).toBe(1);
    expect(refused.output).toMatch(/--out: .*\(its disk has \d+ MiB free, a run takes \d+\).*make room/);
  });

  test('it has room again: the end is that of the undisturbed run', async () => {
    let resumed = coordinator;
    await timeLost(coordinator, 'full disk, until all is started again', async () => {
      await host.exec('rm', FILLER);
      [resumed] = await Promise.all([cluster.coordinatorOn(volume, '--resume'), cluster.worker('c')]);
      return resumed;
    });
    const first = resumed.lines.find(({ fields }) => fields['type'] === 'step');
    expect(first?.fields['step']).toBeGreaterThan(1);
    await endsAsUndisturbed(resumed);
  });
});
