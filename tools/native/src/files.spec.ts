import { mkdirSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DiskSpaceError, HashMismatchError } from './errors.js';
import {
  firstChanged,
  firstDamaged,
  recordFiles,
  replaceFolder,
  requireDiskSpace,
  requireSha256,
  temporaryBeside,
} from './files.js';
import { temporaryFolder } from './testing/temporary.js';

describe('replaceFolder', () => {
  it('replaces an earlier folder', async () => {
    const root = temporaryFolder({ 'target/old': 'old' });
    await replaceFolder(join(root, 'target'), (folder) => writeFile(join(folder, 'new'), 'new'));
    expect(readdirSync(root)).toEqual(['target']);
    expect(readdirSync(join(root, 'target'))).toEqual(['new']);
  });

  it('changes nothing when filling fails', async () => {
    const root = temporaryFolder({ 'target/old': 'old' });
    const fill = async (folder: string): Promise<void> => {
      await writeFile(join(folder, 'half'), 'half');
      throw new Error('disk full');
    };
    await expect(replaceFolder(join(root, 'target'), fill)).rejects.toThrow('disk full');
    expect(readdirSync(root)).toEqual(['target']);
    expect(readFileSync(join(root, 'target/old'), 'utf8')).toBe('old');
  });

  it('makes folders that other users may read', async () => {
    const root = temporaryFolder();
    await replaceFolder(join(root, 'target'), async () => {});
    mkdirSync(join(root, 'usual'));
    expect(statSync(join(root, 'target')).mode).toBe(statSync(join(root, 'usual')).mode);
  });

  it('removes old temporary folders of killed processes, and no recent ones', async () => {
    const root = temporaryFolder();
    const [abandoned, busy] = [await temporaryBeside(join(root, 'x')), await temporaryBeside(join(root, 'x'))];
    utimesSync(abandoned, 0, 0);
    await replaceFolder(join(root, 'target'), async () => {});
    expect([existsSync(abandoned), existsSync(busy)]).toEqual([false, true]);
  });

  it('survives two processes that fill the same folder at once', async () => {
    const target = join(temporaryFolder(), 'deep/target');
    const fill = async (folder: string): Promise<void> => {
      await mkdir(join(folder, 'inner'));
      await writeFile(join(folder, 'inner/file'), 'whole');
    };
    await Promise.all(Array.from({ length: 8 }, () => replaceFolder(target, fill)));
    expect(readFileSync(join(target, 'inner/file'), 'utf8')).toBe('whole');
  });
});

describe('records of files', () => {
  it('accept unchanged files', async () => {
    const root = temporaryFolder({ a: 'one', b: 'two' });
    const records = await recordFiles(root, ['a', 'b']);
    expect(firstChanged(root, records)).toBeUndefined();
    expect(await firstDamaged(root, records)).toBeUndefined();
  });

  it('detect a truncated, a rewritten and a missing file', async () => {
    const root = temporaryFolder({ a: 'one', b: 'two' });
    const records = await recordFiles(root, ['a', 'b']);
    writeFileSync(join(root, 'b'), 'tw');
    expect(await firstDamaged(root, records)).toBe('b');
    writeFileSync(join(root, 'b'), 'tvo');
    utimesSync(join(root, 'b'), 1, 1);
    expect(await firstDamaged(root, records)).toBe('b');
    expect(await firstDamaged(temporaryFolder(), records)).toBe('a');
  });

  it('accept a file whose time changed but not its content', async () => {
    const root = temporaryFolder({ a: 'one' });
    const records = await recordFiles(root, ['a']);
    utimesSync(join(root, 'a'), 1, 1);
    expect(firstChanged(root, records)).toBe('a');
    expect(await firstDamaged(root, records)).toBeUndefined();
  });
});

it('a file with another hash is refused, with both hashes', async () => {
  const root = temporaryFolder({ a: 'one' });
  const check = requireSha256(join(root, 'a'), 'f'.repeat(64), 'the wheel');
  await expect(check).rejects.toThrow(HashMismatchError);
  await expect(check).rejects.toThrow(/the wheel has SHA-256 7692c3ad.*, expected ffff/);
});

it('too little space on the disk is an error', async () => {
  const root = temporaryFolder();
  await expect(requireDiskSpace(root, 'TensorFlow', 1e18)).rejects.toThrow(DiskSpaceError);
  await requireDiskSpace(root, 'TensorFlow', 1);
});
