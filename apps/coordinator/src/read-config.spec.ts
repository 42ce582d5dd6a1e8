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
  it('have the defaults of the task from the command line or the environment', async () => {
    const { values, given, task } = await read(['--task=linear']);
    expect(values).toMatchObject({ task: 'linear', ...LINEAR });
    expect([...given]).toEqual(['task']);
    expect(task.name).toBe('linear');
    expect((await read([], { LOCKSTEP_TASK: 'linear' })).values).toMatchObject(LINEAR);
  });

  it('have the defaults of the task denoise when no task is given', async () => {
    const defaults = { task: 'denoise', batchSize: 128, shards: 4, epochs: 3, lr: 1e-3 };
    expect((await read([])).values).toMatchObject(defaults);
  });

  it('override the defaults of the task', async () => {
    const { values } = await read(['--task=./task.mjs', '--batch-size=9', '--dataset=b']);
    expect(values).toMatchObject({ batchSize: 9, shards: 3, epochs: 1, lr: 0.5, dataset: 'b' });
    // run.json stores the absolute path.
    expect(values.task).toBe(join(directory, 'task.mjs'));
  });

  it('refuse an unknown data set and an unknown task as a usage error', async () => {
    await expect(read(['--task=./task.mjs', '--dataset=c'])).rejects.toThrow(/expected one of a, b/);
    await expect(read(['--task=linear', '--dataset=b'])).rejects.toThrow(UsageError);
    await expect(read(['--task=none'])).rejects.toThrow(TaskNotFoundError);
    await expect(read(['--task=none'])).rejects.toThrow(UsageError);
    await expect(read(['--task=none'])).rejects.toThrow(/one of the tasks denoise and linear/);
  });

  it("have the defaults of a resumed run's task unless --task is given", async () => {
    const run = mkdtempSync(join(directory, 'run-'));
    writeFileSync(join(run, 'run.json'), JSON.stringify({ run: 'r', config: { task: 'linear' }, data: [] }));
    expect((await read([`--resume=${run}`])).values).toMatchObject({ task: 'linear', ...LINEAR });
    expect((await read(['--resume', `--out=${run}`])).values).toMatchObject({ task: 'linear', ...LINEAR });
    expect((await read([`--resume=${run}`, '--task=./task.mjs'])).task.name).toBe('mine');
    await expect(read([`--resume=${directory}`])).rejects.toThrow('is not the folder of a run');
  });
});
