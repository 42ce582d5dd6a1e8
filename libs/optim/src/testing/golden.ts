/** The bits that the optimiser comes out with; every Node version has to agree on them. */
import { createHash } from 'node:crypto';
import { adamInitial, adamStep } from '../optimizer/adam.js';
import { lcg } from './gradient-sums.js';

export const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** SHA-256 (hex) of weights, m, v and the beta powers after 100 updates of 1,000 weights. */
export function goldenHash(): string {
  const below = lcg(7);
  const values = (): Float32Array =>
    Float32Array.from({ length: 1000 }, () => (below(0x100_0000) - 0x80_0000) / (1 << below(24)));
  const weights = values();
  const state = adamInitial(weights.length);
  for (let step = 0; step < 100; step++) adamStep(weights, values(), step % 10 === 9 ? 96 : 128, state, ADAM);
  const hash = createHash('sha256');
  for (const vector of [weights, state.m, state.v, Float64Array.of(state.beta1Power, state.beta2Power)]) {
    hash.update(new Uint8Array(vector.buffer));
  }
  return hash.digest('hex');
}
