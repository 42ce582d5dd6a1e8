/** A run with --chaos ends with the weights of the undisturbed run, and leaves no process behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceOf, STEPS } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Coordinator } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);

/** With this seed the plan has every kind of fault several times. */
const CHAOS = ['--chaos=0.8', '--chaos-seed=4', '--workers=2'];
const PAUSED = /chaos: paused local\.w\d during step \d+, for [12]\.\d s/;

interface ChaosSummary {
  rate: number;
  faults: Record<'total' | 'kill' | 'pause' | 'slow', number>;
  missed: number;
  recoveries: Record<string, { count: number; median_ms: number; worst_ms: number }>;
  trained_ms: number;
  lost_ms: number;
}

test('kills, pauses and slow-downs in most of the steps: the same weights, and a report', async () => {
  const out = workspace.path('disturbed');
  const { program } = new Coordinator(workspace.args(out, ...CHAOS));
  expect(await program.ended(170_000), program.output).toEqual({ code: 0, signal: null });
  expectUndisturbed(out, reference);

  const { chaos } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { chaos: ChaosSummary };
  const { faults, recoveries } = chaos;
  for (const kind of ['kill', 'pause', 'slow'] as const) {
    expect(faults[kind], kind).toBeGreaterThan(1);
    // A step followed each fault, because the last step has none.
    expect(recoveries[kind]?.count, kind).toBe(faults[kind]);
  }
  expect(faults.total).toBe(faults.kill + faults.pause + faults.slow);
  expect(faults.total + chaos.missed).toBeGreaterThan(STEPS / 2);
  expect(chaos.lost_ms).toBeGreaterThan(0);
  expect(chaos.lost_ms).toBeLessThan(chaos.trained_ms);
  // There were more kills than the coordinator tolerates of a worker that fails by itself.
  expect(program.has(/it is not started again/)).toBe(false);

  const reported = program.lines.find(({ fields }) => fields['type'] === 'chaos')?.fields;
  expect(reported).toEqual({ type: 'chaos', ...chaos, weights_sha256: reference.summary.weights_sha256 });
});

test('kill -9 of the coordinator while one of its workers is stopped: the worker ends as well', async () => {
  const { program } = new Coordinator(workspace.args(workspace.path('orphans'), ...CHAOS));
  await program.said(PAUSED);
  program.signal('SIGKILL');
  await program.ended();
  expect(await program.orphans(20_000)).toEqual([]);
});

test('Ctrl-C while workers are stopped: all end in time, and the faults so far are reported', async () => {
  const { program } = new Coordinator(workspace.args(workspace.path('stopped'), ...CHAOS));
  await program.said(PAUSED);
  program.signal('SIGINT');
  expect(await program.ended(20_000), program.output).toEqual({ code: 130, signal: null });
  expect(program.lines.some(({ fields }) => fields['type'] === 'chaos')).toBe(true);
  expect(await program.orphans(1000)).toEqual([]);
});

test('with --nats-url there are no local workers to disturb', async () => {
  await expectRefusal('coordinator', ['--chaos=0.1', '--nats-url=nats://127.0.0.1:1'], {
    code: 2,
    says: /--chaos harms local workers, and --nats-url starts none/,
  });
});
