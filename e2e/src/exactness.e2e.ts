/** The task denoise on one machine: the same bits with any number of workers and after kills, and every file that a run writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCheckpoint, WEIGHTS_FILE } from '@lockstep/checkpoint';
import { sha256Hex } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { denoise, referenceOf, STEPS } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Coordinator, ROOT } from './harness/programs.js';
import { checkpointFiles, checkpointsOf, metricsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const experiment = await denoise();
const workspace = new Workspace(experiment);
const { parameters } = await resolveTask('denoise', ROOT);
const undisturbed = await referenceOf(experiment);
const { out: referenceOut, summary: reference } = undisturbed;

async function run(name: string, ...args: string[]): Promise<ReturnType<typeof summaryOf>> {
  const out = workspace.path(name);
  await new Coordinator(workspace.args(out, ...args)).succeeds();
  return summaryOf(out);
}

describe('the same bits', () => {
  test.each([1, 3, 4])('with %i worker(s) as with two', async (workers) => {
    const summary = await run(`workers-${workers}`, `--workers=${workers}`);
    expectUndisturbed(workspace.path(`workers-${workers}`), undisturbed);
    expect(summary.fingerprint).toBe(reference.fingerprint);
  });

  test('after kill -9 of a worker, then of the coordinator, and --resume; only workers load TensorFlow', async () => {
    const out = workspace.path('killed');
    const args = workspace.args(out, '--workers=2', '--checkpoint-every=4');
    const coordinator = new Coordinator(args);
    const { program } = coordinator;
    const { w1, w2 } = await coordinator.workerPids();
    await coordinator.step(4);
    const loaded = (pid: number) => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libtensorflow');
    expect([w2!, program.pid].map(loaded)).toEqual([true, false]);
    process.kill(w1!, 'SIGKILL');
    await program.said(/worker local\.w1 was ended by SIGKILL/);
    await coordinator.steps(4);
    program.signal('SIGKILL');
    expect((await program.ended()).signal).toBe('SIGKILL');
    expect(await program.orphans(15_000)).toEqual([]);
    const resumed = new Coordinator([...args, '--resume']);
    await resumed.program.said(/resuming from step [1-9]\d* of run/);
    await resumed.succeeds();
    expectUndisturbed(out, undisturbed);
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

describe('with vectors in bfloat16', () => {
  const BF16 = '--wire-dtype=bf16';
  let two: ReturnType<typeof summaryOf>;
  beforeAll(async () => {
    two = await run('bf16-2', '--workers=2', BF16);
  });

  test('other bits than with float32, and nearly the same losses', () => {
    expect(two.weights_sha256).not.toBe(reference.weights_sha256);
    const [loss = NaN, exact = NaN] = [two, reference].map(({ epoch_losses: losses }) => losses[1]);
    expect(Math.abs(loss / exact - 1)).toBeLessThan(0.05);
  });

  test.each([1, 3])('the same bits with %i worker(s) as with two', async (workers) => {
    const { weights_sha256, test_loss } = await run(`bf16-${workers}`, `--workers=${workers}`, BF16);
    expect({ weights_sha256, test_loss }).toEqual({ weights_sha256: two.weights_sha256, test_loss: two.test_loss });
  });

  test('the same bits after kill -9 of a worker', async () => {
    const out = workspace.path('bf16-killed');
    const coordinator = new Coordinator(workspace.args(out, '--workers=2', BF16));
    const { w1 } = await coordinator.workerPids();
    await coordinator.step(4);
    process.kill(w1!, 'SIGKILL');
    await coordinator.succeeds();
    expectUndisturbed(out, { out: workspace.path('bf16-2'), summary: two });
  });

  test('the checkpoint holds float32 weights that are not rounded to bfloat16', () => {
    const { weights } = decodeCheckpoint(checkpointFiles(workspace.path('bf16-2'), 'step-00000032'), 'step 32');
    const { data } = Object.values(weights)[0]!;
    expect(new Uint32Array(data.slice().buffer).some((word) => (word & 0xffff) !== 0)).toBe(true);
  });
});

describe('a run writes', () => {
  test('metrics.jsonl with one line a step and every field', () => {
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

  test('summary.json with every field, and the losses fall', () => {
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

  test('epoch losses that are the mean over the samples', () => {
    const epoch = metricsOf(referenceOut).slice(0, STEPS / 2);
    const sum = epoch.reduce((total, { loss }, i) => total + loss * (i === STEPS / 2 - 1 ? 20 : 32), 0);
    expect(reference.epoch_losses[0]).toBeCloseTo(sum / 500, 12);
  });

  test('checkpoints that can be read; the last one holds the weights of the summary', () => {
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

  test('six figures as PNG', () => {
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

  test('no data of its NATS server', () => {
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
