import { describe, expect, it } from 'vitest';
import { keptArguments } from './nx.js';

const NX = ['node', '/repo/node_modules/.bin/nx', 'run', 'coordinator:serve'];
const WRAPPER = ['/bin/sh', '-c', 'node apps/coordinator/dist/main.js --max-steps=2'];

describe('arguments that Nx keeps for itself', () => {
  it('are found in the command line of the Nx above us', () => {
    expect(keptArguments([WRAPPER, [...NX, '--max-steps=2', '--batch=64']], ['batch'])).toEqual(['--batch=64']);
    expect(keptArguments([WRAPPER, [...NX, '--batch', '64', '--seed=1']], ['batch'])).toEqual(['--batch=64']);
  });

  it('are not those that come after two dashes, which reach us by themselves', () => {
    expect(keptArguments([[...NX, '--', '--batch=64']], ['batch'])).toEqual([]);
  });

  it('are not those of another program, nor Nx own flags without a value', () => {
    expect(keptArguments([['node', 'other.js', '--batch=64']], ['batch'])).toEqual([]);
    expect(keptArguments([[...NX, '--batch', '--seed=1']], ['batch'])).toEqual([]);
    expect(keptArguments([[...NX, '--batches=64']], ['batch'])).toEqual([]);
    expect(keptArguments([], ['batch'])).toEqual([]);
  });
});
