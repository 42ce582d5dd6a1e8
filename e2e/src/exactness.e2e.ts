/** The whole way on one machine: the same bits with any number of workers, and everything that a run promises to leave. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { decodeCheckpoint, WEIGHTS_FILE } from '@lockstep/checkpoint';
import { sha256Hex } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { Coordinator, ROOT, STEPS } from './harness/programs.js';
import { checkpointFiles, checkpointsOf, metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const { parameters } = await resolveTask('denoise', ROOT);
const reference = inject('reference');
const referenceOut = inject('referenceOut');

async function run(name: string, ...args: string[]): Promise<ReturnType<typeof summaryOf>> {
  const out = workspace.path(name);
  const { program } = new Coordinator(workspace.args(out, ...args));
  expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
  return summaryOf(out);
}

describe('the same bits', () => {
  test.each([1, 3, 4])('with %i worker(s) as with two', async (workers) => {
    const summary = await run(`workers-${workers}`, `--workers=${workers}`);
    expect(summary.weights_sha256).toBe(reference.weights_sha256);
    expect(summary.epoch_losses).toEqual(reference.epoch_losses);
    expect(summary.test_loss).toBe(reference.test_loss);
    expect(summary.fingerprint).toBe(reference.fingerprint);
  });

  test('other bits with another seed', async () => {
    const summary = await run('seed', '--workers=2', '--seed=1', '--max-steps=2');
    expect(summary.seed).toBe(1);
    const weights = decodeCheckpoint(checkpointFiles(workspace.path('seed'), 'step-00000002'), 'step 2').weights;
    expect(summary.weights_sha256).not.toBe(reference.weights_sha256);
    expect(Object.keys(weights)).toHaveLength(parameters.specs.length);
    expect(metricsOf(workspace.path('seed'))[0]?.loss).not.toBe(metricsOf(referenceOut)[0]?.loss);
  });
});

describe('with vectors that travel as bfloat16', () => {
  const BF16 = '--wire-dtype=bf16';

  test('the same bits with 1, 2 and 3 workers and when one is killed, and others than with float32', async () => {
    const two = await run('bf16-2', '--workers=2', BF16);
    expect(two.weights_sha256).not.toBe(reference.weights_sha256);
    // Rounding is noise: the losses are nearly the same.
    const [loss = NaN, exact = NaN] = [two, reference].map(({ epoch_losses: losses }) => losses[1]);
    expect(Math.abs(loss / exact - 1)).toBeLessThan(0.05);
    const out = workspace.path('bf16-killed');
    const coordinator = new Coordinator(workspace.args(out, '--workers=2', BF16));
    const { w1 } = await coordinator.workerPids();
    await coordinator.step(4);
    process.kill(w1!, 'SIGKILL');
    expect(await coordinator.program.ended(), coordinator.program.output).toEqual({ code: 0, signal: null });
    for (const other of [
      await run('bf16-1', '--workers=1', BF16),
      await run('bf16-3', '--workers=3', BF16),
      summaryOf(out),
    ]) {
      expect(other.weights_sha256).toBe(two.weights_sha256);
      expect(other.test_loss).toBe(two.test_loss);
    }
  });

  test('the checkpoint holds float32 weights, which are not rounded', () => {
    const { weights } = decodeCheckpoint(checkpointFiles(workspace.path('bf16-2'), 'step-00000032'), 'step 32');
    const { data } = Object.values(weights)[0]!;
    expect(new Uint32Array(data.slice().buffer).some((word) => (word & 0xffff) !== 0)).toBe(true);
  });
});

describe('what a run leaves', () => {
  test('metrics.jsonl has one line a step, with every field', () => {
    const metrics = metricsOf(referenceOut);
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    for (const { step, epoch, loss, samples_per_second: rate, images_per_second: alias, workers } of metrics) {
      expect(epoch).toBe(step <= STEPS / 2 ? 1 : 2);
      expect(loss).toBeGreaterThan(0);
      expect(rate).toBeGreaterThan(0);
      expect(alias).toBe(rate);
      expect(Object.keys(workers).length).toBeGreaterThan(0);
      for (const times of Object.values(workers)) {
        expect(Object.keys(times).sort()).toEqual(['compute_ms', 'wait_ms', 'wire_ms']);
        for (const ms of Object.values(times)) expect(ms).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('summary.json has every field, and the losses fall', () => {
    expect(reference).toMatchObject({ dataset: 'mnist', seed: 0, steps: STEPS, workers: 2 });
    expect(reference.run).toMatch(/^[\w-]+$/);
    expect(reference.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(reference.weights_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(reference.samples_per_second).toBeGreaterThan(0);
    expect(reference.images_per_second).toBe(reference.samples_per_second);
    const [first = NaN, second = NaN] = reference.epoch_losses;
    expect(reference.epoch_losses).toHaveLength(2);
    expect(second).toBeLessThan(0.8 * first);
    expect(reference.test_loss).toBeGreaterThan(0.005);
    expect(reference.test_loss).toBeLessThan(first);
  });

  test('an epoch loss is the mean over its samples', () => {
    const epoch = metricsOf(referenceOut).slice(0, STEPS / 2);
    const sum = epoch.reduce((total, { loss }, i) => total + loss * (i === STEPS / 2 - 1 ? 20 : 32), 0);
    expect(reference.epoch_losses[0]).toBeCloseTo(sum / 500, 12);
  });

  test('checkpoints can be read, and the last holds the weights of the summary', () => {
    const names = checkpointsOf(referenceOut);
    expect(names.at(-1)).toBe('step-00000032');
    for (const name of names) {
      const files = checkpointFiles(referenceOut, name);
      expect([...files.keys()].sort()).toEqual(['manifest.json', 'optimizer.safetensors', 'weights.safetensors']);
      const checkpoint = decodeCheckpoint(files, name);
      expect(checkpoint).toMatchObject({
        run: reference.run,
        schema_hash: parameters.schemaHash,
        fingerprint: reference.fingerprint,
      });
      expect(checkpoint.epoch_losses).toEqual(reference.epoch_losses.slice(0, checkpoint.epoch));
      for (const { name: parameter, shape } of parameters.specs) {
        expect(checkpoint.weights[parameter]?.shape).toEqual([...shape]);
      }
    }
    const last = checkpointFiles(referenceOut, 'step-00000032').get(WEIGHTS_FILE);
    expect(sha256Hex(last!)).toBe(reference.weights_sha256);
  });

  test('six figures are PNG pictures', () => {
    const dir = join(referenceOut, 'figures');
    const names = ['corruption', 'dataset', 'loss', 'predictions', 'samples-40-steps', 'sampling-5-steps'];
    expect(readdirSync(dir).sort()).toEqual(names.map((name) => `${name}.png`));
    for (const name of names) {
      const png = readFileSync(join(dir, `${name}.png`));
      expect(png.subarray(0, 8).toString('hex'), name).toBe('89504e470d0a1a0a');
      expect(png.readUInt32BE(16), `width of ${name}`).toBeGreaterThan(300);
      expect(png.subarray(-8, -4).toString('latin1'), `end of ${name}`).toBe('IEND');
    }
  });

  test("nothing of our own NATS server's data is left", () => {
    expect(readdirSync(workspace.path('workers-1')).sort()).toEqual([
      'checkpoints',
      'figures',
      'leader-epoch',
      'metrics.jsonl',
      'run.json',
      'summary.json',
    ]);
  });
});
