/** A disk that fills up, or takes nothing at all: shown on a small file system of its own, which only root can mount. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { decodeCheckpoint } from '@lockstep/checkpoint';
import { Coordinator, start } from './harness/programs.js';
import { checkpointFiles, checkpointsOf, summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const DISK_MIB = 128;

const workspace = new Workspace();
const disk = workspace.folder('disk');
const mounted = mount(`size=${DISK_MIB}m`);
if (!mounted) process.stderr.write('SKIPPED: a full and a read-only disk cannot be shown without the right to mount\n');

function mount(options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
}

/** Writes until nothing more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    const bytes = Buffer.alloc(size, 1);
    try {
      for (;;) writeSync(file, bytes);
    } catch {
      // This size does not fit any more; perhaps a smaller one does.
    }
  }
  closeSync(file);
}

afterAll(() => {
  // Lazily: what a failed test left running is ended, and reported, after this.
  if (mounted) spawnSync('umount', ['--lazy', disk]);
});

describe.skipIf(!mounted)('a disk of its own', () => {
  const out = join(disk, 'run');
  const filler = join(disk, 'filler');
  const args = () => workspace.args(out, '--workers=1', '--checkpoint-every=4');
  let kept: string[];

  test('fills up in mid-run: a clear error, and what was saved can be read', async () => {
    const coordinator = new Coordinator(args());
    await coordinator.program.said(/saved the checkpoint of step 8/);
    fill(filler);
    const { code } = await coordinator.program.ended();
    expect(code, coordinator.program.output).toBe(1);
    expect(coordinator.program.output).toMatch(/error: .*(no space left|ENOSPC)/i);
    expect(coordinator.program.output).not.toMatch(/^ {4}at /m);
    expect(await coordinator.program.orphans(15_000)).toEqual([]);
    kept = checkpointsOf(out).filter((name) => /^step-\d+$/.test(name));
    expect(kept).toContain('step-00000008');
    for (const name of kept) decodeCheckpoint(checkpointFiles(out, name), name);
  });

  test('is still full: --resume says so at once, and loses nothing', async () => {
    const resumed = start('coordinator', [...args(), '--resume']);
    expect((await resumed.ended(30_000)).code, resumed.output).toBe(1);
    expect(resumed.output).toMatch(/error: --out: .*\(its disk has \d+ MiB free, a run takes \d+\).*make room/);
    expect(checkpointsOf(out)).toEqual(kept);
  });

  test('has room again: --resume ends at the same bits', async () => {
    rmSync(filler);
    const resumed = start('coordinator', [...args(), '--resume']);
    expect((await resumed.ended()).code, resumed.output).toBe(0);
    expect(summaryOf(out).weights_sha256).toBe(inject('reference').weights_sha256);
  });

  test('is read-only: a clear error for a new run and for --resume', async () => {
    expect(mount('remount,ro')).toBe(true);
    for (const more of [[`--out=${join(disk, 'new')}`], [`--resume=${out}`]]) {
      const refused = start('coordinator', [...more, `--data-dir=${inject('dataDir')}`]);
      expect((await refused.ended(30_000)).code, refused.output).toBe(1);
      expect(refused.output).toMatch(/error: .*read-only/i);
    }
    expect(summaryOf(out).weights_sha256).toBe(inject('reference').weights_sha256);
  });
});
