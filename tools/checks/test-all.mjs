/**
 * Everything that `npm test` means, one stage after another; a stage that fails does not hide the next ones.
 * Ends with one line that counts all tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const REPORTS = 'tmp/test-reports';

/** Other schedules every day; what is printed replays them. */
const SIMULATED_SEEDS = 1000;
const firstSeed = Math.floor(Date.now() / 86_400_000) * SIMULATED_SEEDS;

const STAGES = [
  ['native parts', 'npx nx run native:setup'],
  ['formatting', 'npx prettier --check --log-level=warn .'],
  ['types', 'npx nx run-many -t typecheck --output-style=static'],
  ['project references', 'npx nx sync:check'],
  ['lint', 'node tools/checks/lint.mjs'],
  ['unit tests', 'npx nx run-many -t test --parallel=2 --output-style=static'],
  ['simulation', `npx nx run cluster:simulate --seeds=${SIMULATED_SEEDS} --first-seed=${firstSeed}`],
  ['end-to-end tests', 'npx nx run e2e:e2e --output-style=static'],
  ['containers', 'npx nx run e2e:containers --output-style=static'],
  ['other versions of Node', 'node tools/checks/node-versions.mjs'],
];

const asked = process.argv.slice(2);
if (asked.includes('--help')) {
  console.log(`Runs all checks and tests, or the stages named: ${STAGES.map(([name]) => `"${name}"`).join(', ')}`);
  process.exit(0);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const failures = [];
for (const [name, command] of STAGES) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n=== ${name}: ${command}`);
  const startedMs = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, NX_TUI: 'false' } });
  console.log(
    `=== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((performance.now() - startedMs) / 1000).toFixed(0)} s`,
  );
  if (status !== 0) failures.push(name);
}

let passed = 0;
let failed = 0;
for (const file of readdirSync(REPORTS).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(REPORTS, file), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
}
// Stages such as types and formatting count as one test each; so does one that failed before it could count its own.
const counted = ['lint', 'unit tests', 'end-to-end tests', 'containers', 'other versions of Node'];
for (const [name] of STAGES) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  if (failures.includes(name)) failed += counted.includes(name) && failed > 0 ? 0 : 1;
  else if (!counted.includes(name)) passed += 1;
}
if (failures.length > 0) console.log(`\nfailed stages: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
