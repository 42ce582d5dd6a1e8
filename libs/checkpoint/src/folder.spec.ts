import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sha256Hex } from '@lockstep/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkpointName } from './checkpoint.js';
import { CheckpointFormatError, CheckpointWriteError } from './errors.js';
import { CheckpointFolder } from './folder.js';
import { save } from './testing/saving.js';
import { bitsOf, flipped, sampleCheckpoint, temporaryFolder } from './testing/sample.js';

const FILES = ['weights.safetensors', 'optimizer.safetensors', 'manifest.json'];

let dir: string;
let folder: CheckpointFolder;
beforeEach(async () => {
  dir = join(await temporaryFolder(), 'runs', 'run-1', 'checkpoints');
  folder = await CheckpointFolder.open(dir);
});
afterEach(() => rm(join(dir, '..', '..', '..'), { recursive: true, force: true }));

async function saveSteps(...steps: number[]): Promise<void> {
  for (const step of steps) await save(folder, sampleCheckpoint(step));
}

async function damage(step: number, file = 'weights.safetensors'): Promise<void> {
  const path = join(dir, checkpointName(step), file);
  await writeFile(path, flipped(await readFile(path), 60));
}

async function latestStep(): Promise<number | undefined> {
  return (await folder.readLatestValid()).latest?.checkpoint.step;
}

describe('saving', () => {
  it('stores the checkpoint with the same bits', async () => {
    const checkpoint = sampleCheckpoint(5);
    const { name, files } = await save(folder, checkpoint);
    expect(name).toBe('step-00000005');
    expect(await readdir(dir)).toEqual([name]);
    for (const [file, bytes] of files) expect(Buffer.compare(await readFile(join(dir, name, file)), bytes)).toBe(0);
    const { latest, passedOver } = await folder.readLatestValid();
    expect(latest).toStrictEqual({ name, checkpoint });
    expect(bitsOf(latest?.checkpoint.v ?? {})).toEqual(bitsOf(checkpoint.v));
    expect(passedOver).toEqual([]);
  });

  it('the same checkpoint again changes nothing, and another of the same step replaces it', async () => {
    await saveSteps(4, 5);
    await saveSteps(5);
    expect(await readdir(dir)).toEqual(['step-00000004', 'step-00000005']);
    await save(folder, sampleCheckpoint(5, 1));
    expect(await readdir(dir)).toEqual(['step-00000004', 'step-00000005']);
    expect((await folder.readLatestValid()).latest?.checkpoint).toStrictEqual(sampleCheckpoint(5, 1));
  });

  it('replaces a damaged checkpoint of the same step', async () => {
    await saveSteps(5);
    await rm(join(dir, 'step-00000005', 'manifest.json'));
    await saveSteps(5);
    expect(await latestStep()).toBe(5);
  });

  it('refuses a checkpoint that could not be decoded again, and writes nothing', async () => {
    await expect(save(folder, { ...sampleCheckpoint(5), epoch_loss_sum: NaN })).rejects.toThrow(/"epoch_loss_sum"/);
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('readLatestValid', () => {
  it('finds nothing in an empty folder and ignores other files', async () => {
    await mkdir(join(dir, 'step-7'));
    await writeFile(join(dir, 'notes.txt'), 'x');
    expect(await folder.readLatestValid()).toEqual({ latest: undefined, passedOver: [] });
    expect(await folder.list()).toEqual([]);
  });

  it('compares steps as numbers', async () => {
    for (const step of [99_999_999, 100_000_000, 3]) await mkdir(join(dir, checkpointName(step)));
    expect(await folder.list()).toEqual(['step-100000000', 'step-99999999', 'step-00000003']);
  });

  it.each(FILES)('passes over a checkpoint whose %s is truncated at any length', async (file) => {
    await saveSteps(4, 5);
    const path = join(dir, 'step-00000005', file);
    const { length } = await readFile(path);
    for (let keep = length - 2; keep >= 0; keep -= 7) {
      await truncate(path, keep);
      const { latest, passedOver } = await folder.readLatestValid();
      expect(latest?.name).toBe('step-00000004');
      expect(passedOver).toEqual([{ name: 'step-00000005', reason: expect.stringContaining(file) as string }]);
    }
  });

  it('passes over damage of every kind and reports the reasons', async () => {
    await saveSteps(1, 2, 3, 4, 5);
    await damage(5);
    await rm(join(dir, 'step-00000004', 'optimizer.safetensors'));
    await rm(join(dir, 'step-00000003'), { recursive: true });
    await cp(join(dir, 'step-00000001'), join(dir, 'step-00000003'), { recursive: true });
    await rm(join(dir, 'step-00000002'), { recursive: true });
    await writeFile(join(dir, 'step-00000002'), 'a file, not a folder');
    const { latest, passedOver } = await folder.readLatestValid();
    expect(latest?.name).toBe('step-00000001');
    expect(passedOver.map(({ name }) => name)).toEqual([5, 4, 3, 2].map(checkpointName));
    const reasons = [/weights.safetensors.*SHA-256/, /optimizer.safetensors.*ENOENT/, /is of step 1/, /ENOTDIR/];
    for (const [index, reason] of reasons.entries()) expect(passedOver[index]?.reason).toMatch(reason);
  });

  it('does not pass over a checkpoint of another version of Lockstep', async () => {
    await saveSteps(4, 5);
    const path = join(dir, 'step-00000005', 'manifest.json');
    const { checksum, ...values } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const older = { ...values, format: 1 };
    await writeFile(path, JSON.stringify({ ...older, checksum: sha256Hex(JSON.stringify(older)) }));
    await expect(folder.readLatestValid()).rejects.toThrow(CheckpointFormatError);
    expect(await folder.list()).toHaveLength(2);
  });

  it('reports the damaged checkpoints if none is valid', async () => {
    await saveSteps(5);
    await damage(5, 'manifest.json');
    const { latest, passedOver } = await folder.readLatestValid();
    expect(latest).toBeUndefined();
    expect(passedOver).toHaveLength(1);
  });
});

describe('after a crash', () => {
  it('a temporary folder, complete or not, is not a checkpoint and is removed when the folder is opened', async () => {
    await saveSteps(4, 5);
    await rename(join(dir, 'step-00000005'), join(dir, '.step-00000005.tmp-1-1'));
    await mkdir(join(dir, '.step-00000006.tmp-1-2'));
    await writeFile(join(dir, '.step-00000006.tmp-1-2', 'weights.safetensors'), 'half');
    await writeFile(join(dir, '.hidden'), 'not ours');
    expect(await latestStep()).toBe(4);
    folder = await CheckpointFolder.open(dir);
    expect(await readdir(dir)).toEqual(['.hidden', 'step-00000004']);
  });

  it.each([true, false])('a replacement is preferred and finished (old checkpoint still present: %s)', async (both) => {
    await save(folder, sampleCheckpoint(5, 1));
    await rename(join(dir, 'step-00000005'), join(dir, 'step-00000005.new'));
    if (both) {
      const other = await CheckpointFolder.open(join(dir, 'other'));
      await save(other, sampleCheckpoint(5));
      await rename(join(dir, 'other', 'step-00000005'), join(dir, 'step-00000005'));
      await rm(join(dir, 'other'), { recursive: true });
    }
    expect(await folder.list()).toEqual(['step-00000005']);
    expect((await folder.readLatestValid()).latest?.checkpoint).toStrictEqual(sampleCheckpoint(5, 1));
    folder = await CheckpointFolder.open(dir);
    expect(await readdir(dir)).toEqual(['step-00000005']);
    expect((await folder.readLatestValid()).latest?.checkpoint).toStrictEqual(sampleCheckpoint(5, 1));
  });

  it('a damaged replacement does not replace a valid checkpoint', async () => {
    await saveSteps(5);
    await mkdir(join(dir, 'step-00000005.new'));
    expect(await latestStep()).toBe(5);
    folder = await CheckpointFolder.open(dir);
    expect(await readdir(dir)).toEqual(['step-00000005']);
    expect(await latestStep()).toBe(5);
  });
});

describe('pruning', () => {
  it('keeps the latest, the best and the named checkpoints', async () => {
    await saveSteps(0, 1, 2, 3, 4, 5);
    const removed = await folder.prune({ keepLast: 2, keepBestStep: 1, keepNames: ['step-00000002'] });
    expect(removed).toEqual(['step-00000000', 'step-00000003']);
    expect(await folder.list()).toEqual([5, 4, 2, 1].map(checkpointName));
    expect(await folder.prune({ keepLast: 9 })).toEqual([]);
    expect(await readdir(dir)).toHaveLength(4);
  });

  it('does not count damaged checkpoints and always keeps the latest valid one', async () => {
    await saveSteps(1, 2, 3, 4, 5);
    await damage(5);
    await damage(4);
    expect(await folder.prune({ keepLast: 1 })).toEqual(['step-00000001', 'step-00000002']);
    expect(await folder.list()).toEqual([5, 4, 3].map(checkpointName));
    await damage(3);
    expect(await folder.prune({ keepLast: 1 })).toEqual([]);
  });

  it.each([0, -1, 1.5, NaN])('refuses to keep the last %s', async (keepLast) => {
    await saveSteps(5);
    await expect(folder.prune({ keepLast })).rejects.toThrow(RangeError);
    expect(await folder.list()).toHaveLength(1);
  });
});

describe('a folder that cannot be written to', () => {
  it('is named when a part of its path is a file', async () => {
    await writeFile(join(dir, 'file'), '');
    const failure = CheckpointFolder.open(join(dir, 'file', 'checkpoints'));
    await expect(failure).rejects.toThrow(CheckpointWriteError);
    await expect(failure).rejects.toThrow(
      /checkpoint folder .*file\/checkpoints could not be opened: a part of the path/,
    );
  });

  it('causes a typed error while it does not exist, and can be used again afterwards', async () => {
    await rm(dir, { recursive: true });
    await expect(save(folder, sampleCheckpoint(5))).rejects.toThrow(CheckpointWriteError);
    await mkdir(dir);
    await saveSteps(5);
    expect(await latestStep()).toBe(5);
  });
});

/** Reports whether this user can mount a tmpfs, which needs privileges. */
function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'lockstep-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', ['-l', place]);
    return true;
  } catch {
    console.warn('SKIPPED: the tests with a full and a read-only file system, as this user cannot mount a tmpfs');
    return false;
  } finally {
    rmdirSync(place);
  }
}

describe.skipIf(!canMount())('a small file system (skipped where tmpfs cannot be mounted)', () => {
  let mounted: CheckpointFolder;
  beforeEach(async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]);
    mounted = await CheckpointFolder.open(dir);
    await save(mounted, sampleCheckpoint(4));
  });
  afterEach(() => {
    execFileSync('umount', ['-l', dir]);
  });

  it('that is full keeps the older checkpoint and no temporary files', async () => {
    await writeFile(join(dir, 'filler'), new Uint8Array(64 * 1024)).catch(() => undefined);
    const failure = save(mounted, sampleCheckpoint(5));
    await expect(failure).rejects.toThrow(CheckpointWriteError);
    await expect(failure).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(failure).rejects.toThrow(/did not take the checkpoint step-00000005: the disk .* is full .*Free some/);
    expect(await readdir(dir)).toEqual(['filler', 'step-00000004']);
    expect((await mounted.readLatestValid()).latest?.name).toBe('step-00000004');
    await rm(join(dir, 'filler'));
    await save(mounted, sampleCheckpoint(5));
    expect((await mounted.readLatestValid()).latest?.name).toBe('step-00000005');
  });

  it('that is read-only is reported when saving, pruning and opening, and can still be read', async () => {
    await save(mounted, sampleCheckpoint(5));
    execFileSync('mount', ['-o', 'remount,ro', dir]);
    const actions = [
      () => save(mounted, sampleCheckpoint(3)),
      () => mounted.prune({ keepLast: 1 }),
      () => CheckpointFolder.open(join(dir, 'new', 'checkpoints')),
    ];
    for (const action of actions) {
      await expect(action()).rejects.toThrow(CheckpointWriteError);
      await expect(action()).rejects.toThrow(/file system is read-only \(EROFS\)/);
    }
    expect((await mounted.readLatestValid()).latest?.name).toBe('step-00000005');
    expect(await mounted.list()).toHaveLength(2);
  });
});
