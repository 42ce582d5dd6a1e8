import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@lockstep/cli';
import { TaskNotFoundError } from '@lockstep/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './read-config.js';

const LINEAR = { dataset: 'synthetic', batchSize: 32, shards: 4, epochs: 3, lr: 0.02 };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lockstep-config-'));
  const task = `{
    name: 'mine', parameters: {}, data: { names: ['a', 'b'] }, learner() {},
    defaults: { batchSize: 6, shards: 3, epochs: 1, learningRate: 0.5 },
  }`;
  writeFileSync(join(directory, 'task.mjs'), `export default ${task};\n`);
});
afterAll(() => rmSync(directory, { recursive: true }));

async function read(argv: readonly string[], env: Record<string, string> = {}) {
  const config = await readConfig(argv, env, directory);
  if (!config) throw new Error('help was printed');
  return config;
}

describe('the options of a run', () => {
  it("have the task's defaults, whichever way it is named", async () => {
    const { values, given, task } = await read(['--task=linear']);
    expect(values).toMatchObject({ task: 'linear', ...LINEAR });
    expect([...given]).toEqual(['task']);
    expect(task.name).toBe('linear');
    expect((await read([], { LOCKSTEP_TASK: 'linear' })).values).toMatchObject(LINEAR);
  });

  it('have those of the first experiment when no task is named', async () => {
    const defaults = { task: 'denoise', batchSize: 128, shards: 4, epochs: 3, lr: 1e-3 };
    expect((await read([])).values).toMatchObject(defaults);
  });

  it('can be given all the same', async () => {
    const { values } = await read(['--task=./task.mjs', '--batch-size=9', '--dataset=b']);
    expect(values).toMatchObject({ batchSize: 9, shards: 3, epochs: 1, lr: 0.5, dataset: 'b' });
    // As run.json keeps it.
    expect(values.task).toBe(join(directory, 'task.mjs'));
  });

  it('refuse a data set that the task does not have, and a task that there is not', async () => {
    await expect(read(['--task=./task.mjs', '--dataset=c'])).rejects.toThrow(/expected one of a, b/);
    await expect(read(['--task=linear', '--dataset=b'])).rejects.toThrow(UsageError);
    await expect(read(['--task=none'])).rejects.toThrow(TaskNotFoundError);
  });

  it("are those of a resumed run's task, unless another is named", async () => {
    const run = mkdtempSync(join(directory, 'run-'));
    writeFileSync(join(run, 'run.json'), JSON.stringify({ run: 'r', config: { task: 'linear' }, data: [] }));
    expect((await read([`--resume=${run}`])).values).toMatchObject({ task: 'linear', ...LINEAR });
    expect((await read(['--resume', `--out=${run}`])).values).toMatchObject({ task: 'linear', ...LINEAR });
    expect((await read([`--resume=${run}`, '--task=./task.mjs'])).task.name).toBe('mine');
    await expect(read([`--resume=${directory}`])).rejects.toThrow('is not the folder of a run');
  });
});
