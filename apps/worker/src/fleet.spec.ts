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
  const said: string[] = [];
  const code = runFleet({
    places: [{ card: '4' }, { card: undefined }],
    script: path,
    args: ['--pool=p'],
    name: 'host',
    log: createLog({ name: 'workers', level: 'info', json: true, write: (line) => said.push(line) }),
    writeLine: (line) => lines.push(line),
    stopAsked: new Promise(() => undefined),
    ...changes,
  });
  return { code, lines, said };
}

it('without cards there is a place for as many workers as fit the cores, but none without a shard, and at least one', async () => {
  const cores = availableParallelism();
  expect(await placesHere('', { threads: 1, shards: 1000 })).toHaveLength(cores);
  expect(await placesHere('', { threads: 2 * cores, shards: 1000 })).toHaveLength(1);
  expect(await placesHere('', { threads: 1, shards: 1 })).toEqual([{ card: undefined }]);
});

describe('a fleet', () => {
  it('tells each worker its name and card, passes on what they say, and ends when all have', async () => {
    const { code, lines } = fleet(
      "console.log([...process.argv.slice(2), process.env['CUDA_VISIBLE_DEVICES'], process.env['CUDA_DEVICE_ORDER']].join(' '))",
    );
    expect(await code).toBe(0);
    expect(lines.sort()).toEqual([
      '--pool=p --workers=1 --id=host-1 4 PCI_BUS_ID',
      '--pool=p --workers=1 --id=host-2  ',
    ]);
  });

  it('starts one that crashes again', async () => {
    const marks = join(folder, 'marks');
    writeFileSync(marks, '');
    const { code, said } = fleet(`
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
    expect(said.join()).toContain('worker host-1 ended with exit code 3: it is started again');
  });

  it('gives up one that never works, says so by its exit code, and goes on with the others', async () => {
    const { code, said } = fleet("process.exit(process.argv.at(-1) === '--id=host-2' ? 1 : 0)");
    expect(await code).toBe(1);
    expect(said.join()).toContain('worker host-2 ended with exit code 1 4 times: it is not started again');
  });

  it('lets all leave when it is asked to end', async () => {
    const { code, lines } = fleet(
      "process.stdin.resume(); process.stdin.on('end', () => { console.log('left'); process.exit(); }); console.log('here')",
      { stopAsked: new Promise((resolve) => setTimeout(() => resolve('Ctrl-C'), 1000)) },
    );
    expect(await code).toBe(0);
    expect(lines.sort()).toEqual(['here', 'here', 'left', 'left']);
  });
});
