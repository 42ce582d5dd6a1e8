import { projectTests } from '../vitest.base.ts';

// The same inputs every time, so that a change fails by what it changed; the nightly checks take other ones each time.
const { LOCKSTEP_FUZZ_INPUTS: inputs = '20000', LOCKSTEP_FUZZ_SEED: seed = '1' } = process.env;

export default projectTests('fuzz', {
  env: { LOCKSTEP_FUZZ_INPUTS: inputs, LOCKSTEP_FUZZ_SEED: seed },
  testTimeout: 60_000 + 2 * Number(inputs),
  isolate: false,
  passWithNoTests: false,
});
