/** A run that is interrupted in several ways, and resumed each time, ends as the undisturbed run. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceOf, STEPS } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Coordinator } from './harness/programs.js';
import { checkpointsOf, metricsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** Time in which the children of a coordinator notice that it is gone, and end. */
const ORPHANS_MS = 15_000;

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);
const out = workspace.path('run');

function start(...more: string[]): Coordinator {
  return new Coordinator(workspace.args(out, '--workers=2', '--checkpoint-every=4', ...more));
}

function latestStep(): number {
  return Number(checkpointsOf(out).at(-1)?.slice('step-'.length));
}

async function resumedFrom({ program }: Coordinator): Promise<number> {
  const [, step] = await program.said(/resuming from step (\d+) of run/);
  return Number(step);
}

describe('a run that is interrupted repeatedly', () => {
  test('kill -9 of the coordinator in mid-step leaves no process', async () => {
    const coordinator = start();
    await coordinator.step(6);
    expect(coordinator.program.livingPids().length).toBeGreaterThanOrEqual(6);
    coordinator.program.signal('SIGKILL');
    expect((await coordinator.program.ended()).signal).toBe('SIGKILL');
    expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
  });

  test('--resume starts from the latest checkpoint; kill -9 right after the next checkpoint keeps it', async () => {
    const before = latestStep();
    expect(before).toBeGreaterThanOrEqual(4);
    const coordinator = start('--resume');
    expect(await resumedFrom(coordinator)).toBe(before);
    const [, saved] = await coordinator.program.said(/saved the checkpoint of step (\d+)/);
    coordinator.program.signal('SIGKILL');
    await coordinator.program.ended();
    expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
    expect(latestStep()).toBeGreaterThanOrEqual(Number(saved));
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops the run with a checkpoint of the last step', async (signal) => {
    const before = latestStep();
    const coordinator = start('--resume', '--checkpoint-every=1000');
    expect(await resumedFrom(coordinator)).toBe(before);
    const seen = await coordinator.step(before + 2);
    coordinator.program.signal(signal);
    expect(await coordinator.program.ended(30_000), coordinator.program.output).toEqual({ code: 130, signal: null });
    expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
    expect(latestStep()).toBeGreaterThanOrEqual(seen);
    expect(latestStep()).toBe(metricsOf(out).at(-1)?.step);
    expect(latestStep()).toBeLessThan(STEPS);
    expect(coordinator.program.lines.at(-1)?.text).not.toContain('at ');
  });

  test('a damaged latest checkpoint is named and passed over, and the run ends as undisturbed', async () => {
    const names = checkpointsOf(out);
    truncateSync(join(out, 'checkpoints', names.at(-1)!, 'optimizer.safetensors'), 1000);
    const coordinator = start('--resume');
    const [, damaged] = await coordinator.program.said(
      /passed over the damaged checkpoint (\S+): .*optimizer\.safetensors/,
    );
    expect(damaged).toBe(names.at(-1));
    expect(await resumedFrom(coordinator)).toBe(Number(names.at(-2)?.slice('step-'.length)));
    await coordinator.succeeds();
    expectUndisturbed(out, reference);
  });
});
