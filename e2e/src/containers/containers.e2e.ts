/**
 * The images: a cluster of containers trains to the same bits as processes on this machine, also while containers are killed, paused and
 * disconnected and the NATS server, which uses keys and TLS, is restarted.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { denoise } from '../harness/experiment.js';
import { Workspace } from '../harness/workspace.js';
import { ContainerCluster } from './cluster.js';
import type { Container } from './container.js';
import { endsAsUndisturbed, nextStep, SLOW, slowFromTheStart, step, timeLost } from './steps.js';

const workspace = new Workspace(await denoise());
let cluster: ContainerCluster;
let nats: Container;

beforeAll(async () => {
  cluster = await ContainerCluster.create(workspace);
  nats = await cluster.nats();
});

// Undefined without a container engine.
afterAll(() => cluster?.removeAll());

describe('an undisturbed run', () => {
  let coordinator: Container;
  let sampler: Container;
  let a: Container;

  test('ends at the bits of processes without containers', async () => {
    const startedMs = performance.now();
    [coordinator, a, , sampler] = await Promise.all([
      cluster.coordinator(),
      cluster.worker('a'),
      cluster.worker('b'),
      cluster.sampler(),
    ]);
    await step(coordinator, 1);
    console.log(`from docker run to the first step: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    await endsAsUndisturbed(coordinator);
    expect(await a.ended(), a.output).toBe(0);
  });

  test('the sampler draws the figures, is not root, writes only to its volume, is healthy, and ends at SIGTERM', async () => {
    await sampler.said(/drew 6 figures of step 32/);
    expect((await sampler.exec('ls', '/data/figures')).output.trim().split('\n')).toHaveLength(6);
    expect((await sampler.exec('id', '-u')).output.trim()).toBe('10001');
    expect((await sampler.exec('touch', '/lockstep/x')).output).toMatch(/Read-only file system/);
    await expect.poll(() => sampler.health(), { timeout: 30_000, interval: 500 }).toBe('healthy');
    await sampler.signal('SIGTERM');
    expect(await sampler.ended(), sampler.output).toBe(0);
  });
});

describe('a run with faults', () => {
  let coordinator: Container;
  let a: Container;
  let b: Container;

  beforeAll(async () => {
    [coordinator, a, b] = await Promise.all([cluster.coordinator(), cluster.worker('a'), cluster.worker('b')]);
    await Promise.all([slowFromTheStart(a), slowFromTheStart(b)]);
    await step(coordinator, 3);
  });

  test('a worker is killed and replaced', async () => {
    await timeLost(coordinator, 'kill', async () => {
      const from = coordinator.lines.length;
      await a.signal('SIGKILL');
      await coordinator.said(/worker default\.a was silent/, from);
    });
    a = await cluster.worker('c');
    await slowFromTheStart(a);
    await nextStep(coordinator);
  });

  test('a worker is paused until the coordinator removes it', async () => {
    await timeLost(coordinator, 'pause', async () => {
      const from = coordinator.lines.length;
      // A process that waits for its share of a core cannot be paused.
      await b.limitCpu(1);
      await b.pause();
      await coordinator.said(/worker default\.b was silent/, from);
      await b.unpause();
      await b.limitCpu(SLOW);
    });
  });

  test('a worker is disconnected, and reconnects', async () => {
    await timeLost(coordinator, 'disconnect', async () => {
      const from = a.lines.length;
      await a.disconnect();
      await a.said(/lost the NATS server/, from);
      expect((await a.exec('node', '/lockstep/infra/docker/health.mjs')).exitCode).toBe(1);
      await a.reconnect();
      await a.said(/connected to the NATS server at .* again/, from);
    });
  });

  test('the NATS server is killed and started again', async () => {
    await timeLost(coordinator, 'restart of NATS', async () => {
      const from = coordinator.lines.length;
      await nats.restart(0);
      await coordinator.said(/connected to the NATS server at .* again/, from);
    });
  });

  test('the run ends as undisturbed', async () => {
    await Promise.all([a.limitCpu(1), b.limitCpu(1)]);
    await endsAsUndisturbed(coordinator);
  });
});
