import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from './paths.js';
import { temporaryFolder } from './testing/temporary.js';

/** The built program, as Nx runs it. */
function setup(args: string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const program = join(workspaceRoot, 'tools/native/dist/setup.js');
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

describe('native:setup', () => {
  it('says where things are when everything is in place', () => {
    const { status, stdout, stderr } = setup([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^TensorFlow .* is ready\.\nnats-server.*\n$/);
  });

  it('explains its variables', () => {
    expect(setup(['--help']).stdout).toMatch(/LOCKSTEP_CACHE_DIR[^]*LOCKSTEP_TENSORFLOW_DIR/);
  });

  it("ends with 1 and one plain message for a user's mistake", () => {
    expect(setup(['--fast'])).toMatchObject({ status: 1, stderr: 'Unknown option --fast. See --help.\n' });
    const { status, stderr } = setup([], { LOCKSTEP_TENSORFLOW: 'tpu' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'LOCKSTEP_TENSORFLOW is "tpu"; expected auto, cpu or gpu.\n',
    });
    expect(setup([], { LOCKSTEP_TENSORFLOW_DIR: temporaryFolder() }).stderr).toMatch(
      /^LOCKSTEP_TENSORFLOW_DIR=.* lacks /,
    );
  });
});
