/** The simulator's command line: its output, its exit codes, and equal schedules for equal seeds. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../libs/simulation/dist/main.js');

function simulate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr, lines: stdout.trim().split('\n') };
}

describe('the simulator', () => {
  it('reports the same counts with one thread and with two', () => {
    const counted = [1, 2].map((threads) => {
      const { status, stdout } = simulate('--seeds=45', '--first-seed=900', `--threads=${threads}`, '--json');
      expect(status).toBe(0);
      const report = JSON.parse(stdout) as Record<string, unknown>;
      expect(report).toMatchObject({ first_seed: 900, seeds: 45, violations: [], threads });
      return { ...report, wall_s: 0, threads: 0 };
    });
    expect(counted[1]).toEqual(counted[0]);
  });

  it('ends with a summary line', () => {
    const { lines } = simulate('--seed=7');
    expect(lines.at(-1)).toMatch(/^seeds 7 to 7: 1 schedules, 0 violations in \d+(\.\d)? s$/);
  });

  it('prints every event of one seed, equal in each run', () => {
    const [first, second] = [1, 2].map(() => simulate('--seed=7', '--trace'));
    expect(first!.status).toBe(0);
    expect(first!.lines[0]).toContain('"seed":7');
    expect(first!.lines.length).toBeGreaterThan(50);
    expect(first!.lines.at(-1)).toBe('seed 7: ok');
    expect(second!.stdout).toBe(first!.stdout);
  });

  it.each([
    [['--seeds=0'], '--seeds is "0", expected an integer from 1'],
    [['--first-seed=x'], '--first-seed is "x", expected an integer from 0'],
    [['--trace'], 'give its seed with --seed=N'],
    [['--sedes=3'], "Unknown option '--sedes'"],
  ])('refuses %j with one line', (args, message) => {
    const { status, stderr } = simulate(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
