import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '@lockstep/cli';
import { afterAll, describe, expect, it } from 'vitest';
import { placesHere, runFleet, type FleetOptions } from './fleet.js';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-fleet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let scripts = 0;

function fleet(script: string, changes: Partial<FleetOptions> = {}) {
  const path = join(folder, `worker-${++scripts}.mjs`);
  writeFileSync(path, script);
  const lines: string[] = [];
  const logged: string[] = [];
  const code = runFleet({
    places: [{ gpu: '4' }, { gpu: undefined }],
    script: path,
    args: ['--pool=p'],
    name: 'host',
    log: createLog({ name: 'workers', level: 'info', json: true, write: (line) => logged.push(line) }),
    writeLine: (line) => lines.push(line),
    signal: new AbortController().signal,
    ...changes,
  });
  return { code, lines, logged };
}

it('without GPUs there are as many places as workers fit the cores, at most one per shard, and at least one', async () => {
  const cores = availableParallelism();
  expect(await placesHere('', { threads: 1, shards: 1000 })).toHaveLength(cores);
  expect(await placesHere('', { threads: 2 * cores, shards: 1000 })).toHaveLength(1);
  expect(await placesHere('', { threads: 1, shards: 1 })).toEqual([{ gpu: undefined }]);
});

describe('a fleet', () => {
  it('gives each worker its name and GPU, passes on their lines, and ends when all workers have ended', async () => {
    const { code, lines } = fleet(
      "console.log([...process.argv.slice(2), process.env['CUDA_VISIBLE_DEVICES'], process.env['CUDA_DEVICE_ORDER']].join(' '))",
    );
    expect(await code).toBe(0);
    expect(lines.sort()).toEqual([
      '--pool=p --workers=1 --id=host-1 4 PCI_BUS_ID',
      '--pool=p --workers=1 --id=host-2  ',
    ]);
  });

  it('restarts a worker that crashes', async () => {
    const marks = join(folder, 'marks');
    writeFileSync(marks, '');
    const { code, logged } = fleet(`
      import { appendFileSync, readFileSync } from 'node:fs';
      appendFileSync(${JSON.stringify(marks)}, process.argv.at(-1) + '\\n');
      const mine = readFileSync(${JSON.stringify(marks)}, 'utf8').split('\\n').filter((line) => line === process.argv.at(-1));
      process.exit(process.argv.at(-1) === '--id=host-1' && mine.length === 1 ? 3 : 0);
    `);
    expect(await code).toBe(0);
    expect(readFileSync(marks, 'utf8').trim().split('\n').sort()).toEqual([
      '--id=host-1',
      '--id=host-1',
      '--id=host-2',
    ]);
    expect(logged.join()).toContain('worker host-1 ended with exit code 3: it is started again');
  });

  it('gives up a worker that always fails, and ends with exit code 1 after the others', async () => {
    const { code, logged } = fleet("process.exit(process.argv.at(-1) === '--id=host-2' ? 1 : 0)");
    expect(await code).toBe(1);
    expect(logged.join()).toContain('worker host-2 ended with exit code 1 4 times: it is not started again');
  });

  it('stops all workers when the signal is aborted', async () => {
    const { code, lines } = fleet(
      "process.stdin.resume(); process.stdin.on('end', () => { console.log('left'); process.exit(); }); console.log('here')",
      { signal: AbortSignal.timeout(1000) },
    );
    expect(await code).toBe(0);
    expect(lines.sort()).toEqual(['here', 'here', 'left', 'left']);
  });
});
