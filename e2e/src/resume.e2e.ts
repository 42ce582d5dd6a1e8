/** One run that is interrupted in every way, one after the other, and goes on each time: it ends as if nothing had happened. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { Coordinator, STEPS } from './harness/programs.js';
import { checkpointsOf, metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** A run's children have so long to notice that their parent is gone. */
const ORPHANS_MS = 15_000;

const workspace = new Workspace();
const reference = inject('reference');
const out = workspace.path('run');

function start(...more: string[]): Coordinator {
  return new Coordinator(workspace.args(out, '--workers=2', '--checkpoint-every=4', ...more));
}

function latestStep(): number {
  return Number(checkpointsOf(out).at(-1)?.slice('step-'.length));
}

async function goesOnFrom({ program }: Coordinator): Promise<number> {
  const [, step] = await program.said(/resuming from step (\d+) of run/);
  return Number(step);
}

describe('a run that is interrupted again and again', () => {
  test('kill -9 of the coordinator in mid-step leaves no process behind', async () => {
    const coordinator = start();
    await coordinator.step(6);
    expect(coordinator.program.livingPids().length).toBeGreaterThanOrEqual(6);
    coordinator.program.signal('SIGKILL');
    expect((await coordinator.program.ended()).signal).toBe('SIGKILL');
    expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
  });

  test('--resume goes on from the latest checkpoint; kill -9 right after the next one loses nothing', async () => {
    const before = latestStep();
    expect(before).toBeGreaterThanOrEqual(4);
    const coordinator = start('--resume');
    expect(await goesOnFrom(coordinator)).toBe(before);
    const [, saved] = await coordinator.program.said(/saved the checkpoint of step (\d+)/);
    coordinator.program.signal('SIGKILL');
    await coordinator.program.ended();
    expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
    expect(latestStep()).toBeGreaterThanOrEqual(Number(saved));
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s stops in good order, with a checkpoint of the last step',
    async (signal) => {
      const before = latestStep();
      const coordinator = start('--resume', '--checkpoint-every=1000');
      expect(await goesOnFrom(coordinator)).toBe(before);
      const seen = await coordinator.step(before + 2);
      coordinator.program.signal(signal);
      expect(await coordinator.program.ended(30_000), coordinator.program.output).toEqual({ code: 130, signal: null });
      expect(await coordinator.program.orphans(ORPHANS_MS)).toEqual([]);
      expect(latestStep()).toBeGreaterThanOrEqual(seen);
      expect(latestStep()).toBe(metricsOf(out).at(-1)?.step);
      expect(latestStep()).toBeLessThan(STEPS);
      expect(coordinator.program.lines.at(-1)?.text).not.toContain('at ');
    },
  );

  test('a damaged latest checkpoint is passed over by name, and the end is that of an undisturbed run', async () => {
    const names = checkpointsOf(out);
    truncateSync(join(out, 'checkpoints', names.at(-1)!, 'optimizer.safetensors'), 1000);
    const coordinator = start('--resume');
    const [, damaged] = await coordinator.program.said(
      /passed over the damaged checkpoint (\S+): .*optimizer\.safetensors/,
    );
    expect(damaged).toBe(names.at(-1));
    expect(await goesOnFrom(coordinator)).toBe(Number(names.at(-2)?.slice('step-'.length)));
    expect(await coordinator.program.ended(), coordinator.program.output).toEqual({ code: 0, signal: null });

    const summary = summaryOf(out);
    expect(summary.weights_sha256).toBe(reference.weights_sha256);
    expect(summary.epoch_losses).toEqual(reference.epoch_losses);
    expect(summary.test_loss).toBe(reference.test_loss);
  });

  test('metrics.jsonl has every step once, with the losses of an undisturbed run', () => {
    const essence = (dir: string) => metricsOf(dir).map(({ step, epoch, loss }) => ({ step, epoch, loss }));
    expect(essence(out)).toEqual(essence(inject('referenceOut')));
  });

  test('--resume of a finished run says the same again', async () => {
    const coordinator = start('--resume');
    expect(await coordinator.program.ended(), coordinator.program.output).toEqual({ code: 0, signal: null });
    expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
  });
});
