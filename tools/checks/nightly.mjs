/** Runs the checks that take too long for every change: `npm run test:nightly`. The last line has the numbers of stages that passed and failed. */
import { randomInt } from 'node:crypto';
import { chosenStages, printSummary, runStages } from './stages.mjs';

const BUILD = 'npx nx run-many -t build --output-style=static';
const FUZZ = `LOCKSTEP_FUZZ_INPUTS=1000000 LOCKSTEP_FUZZ_SEED=${randomInt(0x7fff_ffff)}`;
// Without Docker the stage must fail and not be skipped.
const CONTAINERS = 'LOCKSTEP_DOCKER=required npx nx run e2e:containers --output-style=static';
// Installs this machine's default build of TensorFlow again.
const THEN_OWN_BUILD = 'status=$?; npx nx run native:setup; exit $status';
const STAGES = [
  ['native parts', 'npx nx run native:setup'],
  ['fuzz', `${FUZZ} npx vitest run --root fuzz --reporter=default`],
  ['simulation', 'npx nx run cluster:simulate --seeds=10000 --first-seed=1'],
  ['chaos', `${BUILD} -p coordinator,worker,sampler && node tools/checks/chaos.mjs`],
  ['recovery', 'npx nx run bench:recovery'],
  ['load', `LOCKSTEP_LOAD=full ${CONTAINERS} load.e2e`],
  ['gpu build', `${BUILD} -p native,coordinator,worker,sampler && node tools/checks/gpu-build.mjs`],
  ['gpu image', `LOCKSTEP_TENSORFLOW=gpu ${CONTAINERS} containers.e2e; ${THEN_OWN_BUILD}`],
];

const results = runStages(chosenStages(STAGES, 'Runs the nightly checks.'));
printSummary(results);
const failed = results.filter(({ ok }) => !ok).length;
console.log(`\n${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
