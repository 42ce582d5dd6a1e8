/**
 * Checks that take too long for every change: `npm run test:nightly`. A stage that fails does not hide the next ones.
 * Each stage counts as one; the last line says how many passed.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const BUILD = 'npx nx run-many -t build --output-style=static';
const FUZZ = `LOCKSTEP_FUZZ_INPUTS=1000000 LOCKSTEP_FUZZ_SEED=${randomInt(0x7fff_ffff)}`;
// A stage that did not run must not count as passed.
const CONTAINERS = 'LOCKSTEP_DOCKER=required npx nx run e2e:containers --output-style=static';
// Afterwards the build of TensorFlow that this machine wants is put back.
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

const names = STAGES.map(([name]) => name);
const asked = process.argv.slice(2);
if (asked.includes('--help')) {
  console.log(`Runs the nightly checks, or the stages named: ${names.map((name) => `"${name}"`).join(', ')}`);
  process.exit(0);
}
const unknown = asked.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`error: there is no stage "${unknown}", only ${names.join(', ')}`);
  process.exit(2);
}

const failures = [];
const stages = STAGES.filter(([name]) => asked.length === 0 || asked.includes(name));
for (const [name, command] of stages) {
  console.log(`\n=== ${name}: ${command}`);
  const startedMs = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, NX_TUI: 'false' } });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(`=== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) failures.push(name);
}
if (failures.length > 0) console.log(`\nfailed stages: ${failures.join(', ')}`);
console.log(`\n${stages.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
