/** A disk that fills up or is read-only: a small file system, which only root can mount. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decodeCheckpoint } from '@lockstep/checkpoint';
import { referenceOf } from './harness/experiment.js';
import { ExternalRun, expectUndisturbed } from './harness/external-run.js';
import { Coordinator, start, succeeds } from './harness/programs.js';
import { checkpointFiles, checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const DISK_MIB = 128;

const workspace = new Workspace();
const reference = await referenceOf(workspace.experiment);
const disk = workspace.folder('disk');
const mounted = mount(`size=${DISK_MIB}m`);
if (!mounted) process.stderr.write('SKIPPED: the tests of a full and a read-only disk need the right to mount\n');

function mount(options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
}

/** Writes a file until no byte more fits. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    const bytes = Buffer.alloc(size, 1);
    try {
      for (;;) writeSync(file, bytes);
    } catch {
      // This size does not fit any more. A smaller one may fit.
    }
  }
  closeSync(file);
}

afterAll(() => {
  // Lazily, because processes that a failed test left running end after this.
  if (mounted) spawnSync('umount', ['--lazy', disk]);
});

describe.skipIf(!mounted)('a disk that holds the run and its NATS server', () => {
  const out = join(disk, 'run');
  const filler = join(disk, 'filler');
  const args = () => workspace.args(out, '--workers=1', '--checkpoint-every=4');
  let kept: string[];

  test('fills up in mid-run: a clear error, and the saved checkpoints are intact', async () => {
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

  test('is still full: --resume fails at once, and removes no checkpoint', async () => {
    const resumed = start('coordinator', [...args(), '--resume']);
    expect((await resumed.ended(30_000)).code, resumed.output).toBe(1);
    expect(resumed.output).toMatch(/error: --out: .*\(its disk has \d+ MiB free, a run takes \d+\).*make room/);
    expect(checkpointsOf(out)).toEqual(kept);
  });

  test('has room again: --resume ends as the undisturbed run', async () => {
    rmSync(filler);
    await succeeds(start('coordinator', [...args(), '--resume']));
    expectUndisturbed(out, reference);
  });

  test('is read-only: a clear error for a new run and for --resume', async () => {
    expect(mount('remount,ro')).toBe(true);
    for (const more of [[`--out=${join(disk, 'new')}`], [`--resume=${out}`]]) {
      const refused = start('coordinator', more);
      expect((await refused.ended(30_000)).code, refused.output).toBe(1);
      expect(refused.output).toMatch(/error: .*read-only/i);
    }
    expectUndisturbed(out, reference);
    expect(mount('remount,rw')).toBe(true);
  });
});

test.skipIf(!mounted)(
  'a full disk with the NATS server elsewhere: training continues, and the last save fails',
  async () => {
    rmSync(join(disk, 'run'), { recursive: true });
    const run = await ExternalRun.onServer(workspace);
    const out = join(disk, 'external');
    const { program } = run.coordinate('--checkpoint-every=1', `--out=${out}`);
    const worker = run.worker('a');
    await program.said(/saved the checkpoint of step/);
    fill(join(disk, 'filler'));
    expect((await program.ended()).code, program.output).toBe(1);
    expect(
      program.has(/is full \(ENOSPC\).* Training continues, and the next checkpoint is tried at its usual time/),
    ).toBe(true);
    expect(program.output).toMatch(/error: .* did not take the checkpoint step-00000032: .* is full \(ENOSPC\)/);
    await succeeds(worker);
    rmSync(join(disk, 'filler'));
    run.coordinate('--resume', `--out=${out}`);
    const resumedWorker = run.worker('b');
    await run.coordinator.succeeds();
    expectUndisturbed(out, run.reference);
    await succeeds(resumedWorker);
    await run.stop();
  },
);
