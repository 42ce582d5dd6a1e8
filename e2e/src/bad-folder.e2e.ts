/** Run folders that cannot be written to, or hold a run that contradicts the options. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceOf } from './harness/experiment.js';
import { expectRefusal } from './harness/refusal.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const { out: referenceOut } = await referenceOf(workspace.experiment);

describe('the folder of a run', () => {
  test('--out below a file', async () => {
    const file = workspace.path('file');
    writeFileSync(file, 'mine');
    await expectRefusal('coordinator', [`--out=${join(file, 'run')}`], {
      code: 1,
      says: /--out: the folder .*file\/run cannot be written to/,
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('--out in a folder that takes no files', async () => {
    await expectRefusal('coordinator', ['--out=/proc/run'], {
      code: 1,
      says: /--out: the folder \/proc\/run cannot be written to/,
    });
  });

  test('--out of another run', async () => {
    const before = readFileSync(join(referenceOut, 'metrics.jsonl'));
    await expectRefusal('coordinator', workspace.args(referenceOut), {
      code: 2,
      says: /--out: .* already holds a run/,
    });
    expect(readFileSync(join(referenceOut, 'metrics.jsonl')).equals(before)).toBe(true);
  });

  test('--resume without a run', async () => {
    const cwd = workspace.folder('empty');
    await expectRefusal('coordinator', ['--resume'], { code: 2, says: /there is no run in runs\//, cwd });
    await expectRefusal('coordinator', ['--resume=nowhere'], {
      code: 2,
      says: /there is no run folder .*nowhere/,
      cwd,
    });
    await expectRefusal('coordinator', [`--resume=${cwd}`], { code: 2, says: /is not the folder of a run/, cwd });
  });

  test('--resume of a folder whose run.json is damaged', async () => {
    const dir = workspace.folder('damaged');
    writeFileSync(join(dir, 'run.json'), '{"run": 3');
    await expectRefusal('coordinator', [`--resume=${dir}`], { code: 2, says: /run\.json is damaged/ });
  });

  test.each([
    ['--seed=5', /the run has seed = 0, not 5/],
    ['--batch-size=64', /the run has batchSize = 32, not 64/],
    ['--shards=2', /the run has shards = 4, not 2/],
    ['--wire-dtype=bf16', /the run has wireDtype = "f32", not bf16/],
    ['--lr=0.1', /the run has lr = 0\.0001, not 0\.1/],
    ['--threads=2', /the run has threads = 1, not 2/],
  ])('--resume with %s, which contradicts the run', async (arg, says) => {
    const before = checkpointsOf(referenceOut);
    await expectRefusal('coordinator', [`--resume=${referenceOut}`, arg], { code: 2, says });
    expect(checkpointsOf(referenceOut)).toEqual(before);
  });
});
