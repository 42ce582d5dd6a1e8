/**
 * Crashes at every file system call. A mock forwards calls to the real file system and counts them. From a chosen call on, all calls
 * fail, including those of the clean-up, as if the process had died. A power failure can also lose data that was written but not
 * synced, so other tests here check the order of the calls.
 */
import type * as FileSystem from 'node:fs/promises';
import { readdir, rm } from 'node:fs/promises';
import { basename } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Checkpoint } from './checkpoint.js';
import { writeFileAtomic } from './durable.js';
import { CheckpointWriteError } from './errors.js';
import { CheckpointFolder } from './folder.js';
import { save } from './testing/saving.js';
import { sampleCheckpoint, temporaryFolder } from './testing/sample.js';

const disk = vi.hoisted(() => ({ calls: [] as string[], failFrom: Infinity }));

vi.mock('node:fs/promises', async (importActual) => {
  const actual = await importActual<typeof FileSystem>();
  const count = (call: string) => {
    if (disk.calls.length >= disk.failFrom) throw new Error('the process died');
    disk.calls.push(call);
  };
  const short = (path: unknown) => basename(String(path)).replace(/tmp-.*/, 'tmp');
  return {
    ...actual,
    async open(path: string, flags: string) {
      count(`open ${short(path)}`);
      const handle = await actual.open(path, flags);
      return {
        async writeFile(content: Uint8Array) {
          // An interrupted write leaves a part of the file.
          if (disk.calls.length === disk.failFrom) await handle.writeFile(content.slice(0, content.length / 2));
          count(`write ${short(path)}`);
          await handle.writeFile(content);
        },
        async sync() {
          count(`sync ${short(path)}`);
          await handle.sync();
        },
        close: () => handle.close(),
      };
    },
    async rename(from: string, to: string) {
      count(`rename ${short(from)} ${short(to)}`);
      await actual.rename(from, to);
    },
    async mkdir(path: string) {
      count(`mkdir ${short(path)}`);
      await actual.mkdir(path);
    },
    async rm(path: string, options: object) {
      count(`rm ${short(path)}`);
      await actual.rm(path, options);
    },
  };
});

let dir: string;
beforeEach(async () => {
  revive();
  dir = await temporaryFolder();
});
afterEach(async () => {
  revive();
  await rm(dir, { recursive: true });
});

function revive(): void {
  disk.calls = [];
  disk.failFrom = Infinity;
}

async function latest(folder: CheckpointFolder): Promise<Checkpoint | undefined> {
  return (await folder.readLatestValid()).latest?.checkpoint;
}

const NAME = 'step-00000005';

describe('the order of the calls', () => {
  it('of a save is: write all files, sync them, sync the folder, rename it, sync its parent', async () => {
    const folder = await CheckpointFolder.open(dir);
    revive();
    await save(folder, sampleCheckpoint(5));
    const files = ['weights.safetensors', 'optimizer.safetensors', 'manifest.json'];
    const parent = `sync ${basename(dir)}`;
    expect(disk.calls.filter((call) => !call.startsWith('open'))).toEqual([
      `mkdir .${NAME}.tmp`,
      ...files.map((file) => `write ${file}`),
      ...files.map((file) => `sync ${file}`),
      `sync .${NAME}.tmp`,
      `rename .${NAME}.tmp ${NAME}`,
      parent,
    ]);
  });

  it('syncs the parent of every new folder', async () => {
    await CheckpointFolder.open(`${dir}/run-1/checkpoints`);
    expect(disk.calls.filter((call) => !call.startsWith('open'))).toEqual([
      'mkdir run-1',
      `sync ${basename(dir)}`,
      'mkdir checkpoints',
      'sync run-1',
    ]);
  });

  it('of a single file is: write, sync, rename, sync the parent', async () => {
    await writeFileAtomic(`${dir}/summary.json`, 'x');
    expect(disk.calls.filter((call) => !call.startsWith('open'))).toEqual([
      'write .summary.json.tmp',
      'sync .summary.json.tmp',
      'rename .summary.json.tmp summary.json',
      `sync ${basename(dir)}`,
    ]);
  });
});

describe('a crash at any call', () => {
  const old = sampleCheckpoint(5);
  const cases: [string, Checkpoint, (folder: CheckpointFolder) => Promise<unknown>][] = [
    ['while the next checkpoint is saved', sampleCheckpoint(6), (folder) => save(folder, sampleCheckpoint(6))],
    [
      'while another checkpoint of the same step is saved',
      sampleCheckpoint(5, 1),
      (folder) => save(folder, sampleCheckpoint(5, 1)),
    ],
    ['while older checkpoints are pruned', old, (folder) => folder.prune({ keepLast: 1 })],
  ];

  it.each(cases)(
    '%s leaves a valid checkpoint, before and after the folder is opened again',
    async (_when, next, act) => {
      let crashes = 0;
      for (let failFrom = 0; ; failFrom += 1) {
        revive();
        await rm(dir, { recursive: true, force: true });
        const folder = await CheckpointFolder.open(dir);
        await save(folder, sampleCheckpoint(4));
        await save(folder, old);
        revive();
        disk.failFrom = failFrom;
        const failure: unknown = await act(folder).catch((error: unknown) => error);
        const crashed = disk.calls.length === failFrom && failure instanceof CheckpointWriteError;
        revive();
        expect([old, next], `${failFrom} calls`).toContainEqual(await latest(folder));
        const reopened = await CheckpointFolder.open(dir);
        expect([old, next], `${failFrom} calls, reopened`).toContainEqual(await latest(reopened));
        for (const name of await readdir(dir)) expect(name).toMatch(/^step-\d{8}$/);
        // The same operation succeeds afterwards.
        await act(reopened);
        expect(await latest(reopened)).toStrictEqual(next);
        if (!crashed) break;
        crashes += 1;
      }
      expect(crashes).toBeGreaterThan(2);
    },
    30_000,
  );

  it('while a checkpoint is replaced does not prevent the same process from saving again', async () => {
    for (let failFrom = 0; failFrom < 30; failFrom += 1) {
      revive();
      await rm(dir, { recursive: true, force: true });
      const folder = await CheckpointFolder.open(dir);
      await save(folder, old);
      disk.failFrom = disk.calls.length + failFrom;
      await save(folder, sampleCheckpoint(5, 1)).catch(() => undefined);
      revive();
      await save(folder, sampleCheckpoint(5, 2));
      expect(await latest(folder), `${failFrom} calls`).toStrictEqual(sampleCheckpoint(5, 2));
      expect((await readdir(dir)).filter((name) => !name.startsWith('.'))).toEqual([NAME]);
    }
  });

  it('while a file is replaced leaves the old or the new content', async () => {
    const path = `${dir}/summary.json`;
    for (let failFrom = 0; failFrom < 9; failFrom += 1) {
      revive();
      await writeFileAtomic(path, 'old');
      disk.failFrom = disk.calls.length + failFrom;
      await writeFileAtomic(path, 'new!').catch(() => undefined);
      const { readFile } = await import('node:fs/promises');
      expect(['old', 'new!']).toContain(await readFile(path, 'utf8'));
    }
  });
});
