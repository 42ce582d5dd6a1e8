/** A run that harms its own workers ends at the bits of one that nobody disturbed, and leaves nobody behind. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { Coordinator, start, STEPS } from './harness/programs.js';
import { metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const reference = inject('reference');

const RATE = 0.8;
/** With this seed the plan has every kind of fault several times. */
const CHAOS = [`--chaos=${RATE}`, '--chaos-seed=4', '--workers=2'];

interface ChaosSummary {
  rate: number;
  faults: Record<'total' | 'kill' | 'pause' | 'slow', number>;
  missed: number;
  recoveries: Record<string, { count: number; median_ms: number; worst_ms: number }>;
  trained_ms: number;
  lost_ms: number;
}

test('kills, pauses and slow-downs in most of the steps: the same hash, and a report', async () => {
  const out = workspace.path('harmed');
  const { program } = new Coordinator(workspace.args(out, ...CHAOS));
  expect(await program.ended(170_000), program.output).toEqual({ code: 0, signal: null });
  expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
  expect(metricsOf(out).map(({ loss }) => loss)).toEqual(metricsOf(inject('referenceOut')).map(({ loss }) => loss));

  const { chaos } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { chaos: ChaosSummary };
  const { faults, recoveries } = chaos;
  for (const kind of ['kill', 'pause', 'slow'] as const) {
    expect(faults[kind], kind).toBeGreaterThan(1);
    // Each was followed by a step: the last step is not harmed any more.
    expect(recoveries[kind]?.count, kind).toBe(faults[kind]);
  }
  expect(faults.total).toBe(faults.kill + faults.pause + faults.slow);
  expect(faults.total + chaos.missed).toBeGreaterThan(STEPS / 2);
  expect(chaos.lost_ms).toBeGreaterThan(0);
  expect(chaos.lost_ms).toBeLessThan(chaos.trained_ms);
  // More deaths than a worker that fails by itself survives.
  expect(program.has(/it is not started again/)).toBe(false);

  const said = program.lines.find(({ fields }) => fields['type'] === 'chaos')?.fields;
  expect(said).toEqual({ type: 'chaos', ...chaos, weights_sha256: reference.weights_sha256 });
});

test('kill -9 of the coordinator while a worker of its is stopped: the worker ends as well', async () => {
  const coordinator = new Coordinator(workspace.args(workspace.path('orphans'), ...CHAOS));
  const { program } = coordinator;
  await program.said(/chaos: paused local\.w\d during step \d+, for [12]\.\d s/);
  program.signal('SIGKILL');
  await program.ended();
  expect(await program.orphans(20_000)).toEqual([]);
});

test('Ctrl-C while workers are stopped: all end in time, and the report says what there was', async () => {
  const coordinator = new Coordinator(workspace.args(workspace.path('stopped'), ...CHAOS));
  const { program } = coordinator;
  await program.said(/chaos: paused local\.w\d during step \d+, for [12]\.\d s/);
  program.signal('SIGINT');
  expect(await program.ended(20_000), program.output).toEqual({ code: 130, signal: null });
  expect(program.lines.some(({ fields }) => fields['type'] === 'chaos')).toBe(true);
  expect(await program.orphans(1000)).toEqual([]);
});

test('with a NATS server of somebody else there are no workers of ours to harm', async () => {
  const program = start('coordinator', ['--chaos=0.1', '--nats-url=nats://127.0.0.1:1']);
  expect(await program.ended(20_000), program.output).toEqual({ code: 2, signal: null });
  expect(program.output).toMatch(/--chaos harms local workers, and --nats-url starts none/);
});
