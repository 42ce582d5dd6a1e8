import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from './paths.js';
import { temporaryFolder } from './testing/temporary.js';

/** Runs the built program as Nx does. */
function setup(args: string[], env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const program = join(workspaceRoot, 'tools/native/dist/setup.js');
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
}

describe('native:setup', () => {
  it('prints the locations when everything is installed', () => {
    const { status, stdout, stderr } = setup([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^TensorFlow .* is ready\.\nnats-server.*\n$/);
  });

  it('explains its variables', () => {
    expect(setup(['--help']).stdout).toMatch(/LOCKSTEP_CACHE_DIR[^]*LOCKSTEP_TENSORFLOW_DIR/);
  });

  it("prints one message for a user's mistake, with exit code 1", () => {
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
