import { describe, expect, it } from 'vitest';
import { keptArguments } from './nx.js';

const NX = ['node', '/repo/node_modules/.bin/nx', 'run', 'coordinator:serve'];
const WRAPPER = ['/bin/sh', '-c', 'node apps/coordinator/dist/main.js --max-steps=2'];

describe('arguments that Nx does not pass on', () => {
  it('are found in the command line of the Nx process', () => {
    expect(keptArguments([WRAPPER, [...NX, '--max-steps=2', '--batch-size=64']], ['batch-size'])).toEqual([
      '--batch-size=64',
    ]);
    expect(keptArguments([WRAPPER, [...NX, '--batch-size', '64', '--seed=1']], ['batch-size'])).toEqual([
      '--batch-size=64',
    ]);
  });

  it('are not those after two dashes, which Nx passes on', () => {
    expect(keptArguments([[...NX, '--', '--batch-size=64']], ['batch-size'])).toEqual([]);
  });

  it('are not those of another program, and not flags without a value', () => {
    expect(keptArguments([['node', 'other.js', '--batch-size=64']], ['batch-size'])).toEqual([]);
    expect(keptArguments([[...NX, '--batch-size', '--seed=1']], ['batch-size'])).toEqual([]);
    expect(keptArguments([[...NX, '--batch-sizes=64']], ['batch-size'])).toEqual([]);
    expect(keptArguments([], ['batch-size'])).toEqual([]);
  });
});
