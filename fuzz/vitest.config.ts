import { randomInt } from 'node:crypto';
import { projectTests } from '../vitest.base.ts';

const { LOCKSTEP_FUZZ_INPUTS: inputs = '20000', LOCKSTEP_FUZZ_SEED: seed = String(randomInt(0x7fff_ffff)) } =
  process.env;

// One seed for all files, other ones every time.
export default projectTests('fuzz', {
  env: { LOCKSTEP_FUZZ_INPUTS: inputs, LOCKSTEP_FUZZ_SEED: seed },
  testTimeout: 60_000 + 2 * Number(inputs),
  isolate: false,
  passWithNoTests: false,
});
