import { describe, expect, it } from 'vitest';
import { partOf, WrongPartError } from '@lockstep/protocol';
import { initialState } from '../training/training-state.js';
import { STANDBY_CONFIG } from '../testing/standby.js';
import { SnapshotInbox } from './snapshot-inbox.js';
import { headerOf, packState, snapshotLength, unpackState } from './snapshot.js';

describe('a snapshot', () => {
  it.each([0, 1, 7])('of %d updates is a copy that unpacks to the same bits', (version) => {
    const vector = (from: number) => Float32Array.from([from, -0, 1.401298464324817e-45, Infinity, from / 3]);
    const state = {
      version,
      weights: vector(1),
      adam: { m: vector(2), v: vector(3), beta1Power: 0.9 ** version, beta2Power: 0.999 ** version },
      epochLossSum: version / 7,
      epochLosses: Array.from({ length: Math.floor(version / 3) }, (_, i) => 1 / (i + 3)),
      fingerprint: 'f'.repeat(64),
    };
    const packed = packState(state);
    expect(packed.length).toBe(snapshotLength(5, version, STANDBY_CONFIG));
    const header = headerOf(state);
    const copy = structuredClone(state);
    state.weights.fill(0);
    state.epochLosses.fill(0);
    // toEqual distinguishes -0 from +0.
    expect(unpackState(packed, header, 5)).toEqual(copy);
  });
});

it('a part that does not fit leaves the started snapshot intact', () => {
  const { parameterCount, partSizeBytes } = STANDBY_CONFIG;
  const state = initialState(new Float32Array(parameterCount).fill(3));
  const packed = packState(state);
  const inbox = new SnapshotInbox(STANDBY_CONFIG);
  const take = (part: number, version = 0, data = partOf(packed, partSizeBytes, part)) => {
    return inbox.add({ ...headerOf(state), snapshotVersion: version, part, data });
  };
  for (let part = 0; part < 11; part++) expect(take(part)).toBe(true);
  expect(() => take(0, 1, new Uint8Array(1))).toThrow(WrongPartError);
  expect(() => take(99, 1, new Uint8Array(partSizeBytes))).toThrow(WrongPartError);
  expect(take(11)).toBe(true);
  expect(inbox.state()).toEqual(state);
});
