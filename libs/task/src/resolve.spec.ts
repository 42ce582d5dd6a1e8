import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { NotATaskError, TaskLoadError, TaskNotFoundError } from './errors.js';
import { DEFAULT_TASK, isTaskFile, OWN_TASK_NAMES, resolveTask } from './resolve.js';

const TASK = "{ name: 'mine', parameters: {}, data: {}, defaults: {}, learner: () => undefined }";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lockstep-task-'));
  writeFileSync(join(directory, 'mine.mjs'), `export default ${TASK};\n`);
  writeFileSync(join(directory, 'throws.mjs'), "throw new Error('out of order');\n");
  writeFileSync(join(directory, 'syntax.mjs'), 'export default {;\n');
  writeFileSync(join(directory, 'lost.mjs'), "import './nowhere.mjs';\n");
  const install = (name: string, manifest: object) => {
    const folder = join(directory, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type: 'module', ...manifest }));
    writeFileSync(join(folder, 'index.js'), `export default ${TASK.replace('mine', name)};\n`);
  };
  install('plain-package', { main: './index.js' });
  install('exporting-package', { exports: { '.': './index.js' } });
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('a task is found', () => {
  it.each(['./mine.mjs', 'mine.mjs'])('in the file %s', async (spec) => {
    expect((await resolveTask(spec, directory)).name).toBe('mine');
  });

  it('in a file named by its absolute path', async () => {
    expect((await resolveTask(join(directory, 'mine.mjs'), '/')).name).toBe('mine');
  });

  it.each(['plain-package', 'exporting-package'])('in the package %s', async (name) => {
    expect((await resolveTask(name, directory)).name).toBe(name);
  });

  it('under each of the names of this repository, from any folder', async () => {
    expect(OWN_TASK_NAMES).toEqual(['denoise', 'linear']);
    expect(OWN_TASK_NAMES).toContain(DEFAULT_TASK);
    for (const name of OWN_TASK_NAMES) expect((await resolveTask(name, directory)).name).toBe(name);
  });
});

describe('a task is refused', () => {
  it.each(['./nowhere.mjs', 'no-package', '@scope/none', 'constructor'])('when %s does not exist', async (spec) => {
    const resolving = resolveTask(spec, directory);
    await expect(resolving).rejects.toThrow(TaskNotFoundError);
    await expect(resolving).rejects.toThrow(`the task ${spec}: there is no `);
    await expect(resolving).rejects.toThrow(directory);
    await expect(resolving).rejects.toThrow('Give one of the tasks denoise and linear, the path of a module');
  });

  it.each([
    ['./throws.mjs', 'out of order'],
    ['./syntax.mjs', /Unexpected token|invalid JS syntax/],
    ['./lost.mjs', /nowhere\.mjs/],
  ])('when %s cannot be loaded, with the cause', async (spec, reason) => {
    const resolving = resolveTask(spec, directory);
    await expect(resolving).rejects.toThrow(TaskLoadError);
    await expect(resolving).rejects.toThrow(`the task ${spec}: ${join(directory, spec)} cannot be loaded: `);
    await expect(resolving).rejects.toThrow(reason);
  });

  it.each([
    ['nothing', '', 'it is undefined'],
    ['null', 'export default null;', 'it is null'],
    ['a function', 'export default () => 1;', 'it is function'],
    ['a name with a space', `export default ${TASK.replace('mine', 'my task')};`, 'its name is not 1 to 64'],
    ['no data', `export default ${TASK.replace('data: {}, ', '')};`, 'it has no data'],
    ['no learner', `export default ${TASK.replace('learner', 'teacher')};`, 'it has no function learner'],
  ])('when the default export is %s', async (what, source, reason) => {
    const file = `${what.replaceAll(' ', '-')}.mjs`;
    writeFileSync(join(directory, file), `${source}\n`);
    const resolving = resolveTask(file, directory);
    await expect(resolving).rejects.toThrow(NotATaskError);
    await expect(resolving).rejects.toThrow(`is not a task, because ${reason}`);
  });
});

it.each([
  ['denoise', false],
  ['some-package', false],
  ['@scope/package', false],
  ['./task.js', true],
  ['../task', true],
  ['/tasks/task', true],
  ['task.ts', true],
  ['C:\\task', true],
  ['.\\task', true],
])('%s is a file: %s', (spec, file) => {
  expect(isTaskFile(spec)).toBe(file);
});
