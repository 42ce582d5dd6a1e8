/**
 * Runs all stages of `npm test`. Prints each test file as it ends, then a line for each stage, and as the last line the numbers of
 * passed and failed tests.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chosenStages, printSummary, REPORTS, runStages } from './stages.mjs';

/** The schedules change every day. The printed seed repeats them. */
const SIMULATED_SEEDS = 1000;
const firstSeed = Math.floor(Date.now() / 86_400_000) * SIMULATED_SEEDS;

/** The style that prints lines at once. Nx' other styles buffer the output of a project until its end. */
const STREAM = '--output-style=stream';
const STAGES = [
  ['native parts', 'npx nx run native:setup'],
  ['formatting', 'npx prettier --check --log-level=warn .'],
  ['types', 'npx nx run-many -t typecheck --output-style=static'],
  ['project references', 'npx nx sync:check'],
  ['lint', 'node tools/checks/lint.mjs'],
  ['unit tests', `npx nx run-many -t test --parallel=2 ${STREAM}`],
  ['simulation', `npx nx run cluster:simulate --seeds=${SIMULATED_SEEDS} --first-seed=${firstSeed}`],
  ['end-to-end tests', `npx nx run e2e:e2e ${STREAM}`],
  ['containers', `npx nx run e2e:containers ${STREAM}`],
  ['other versions of Node', 'node tools/checks/node-versions.mjs'],
];
/** Stages with reports, and the names of the reports that do not belong to the unit tests. */
const REPORTED = {
  lint: ['lint'],
  'unit tests': [],
  'end-to-end tests': ['e2e'],
  containers: ['e2e-containers'],
  'other versions of Node': ['node-versions'],
};

const stages = chosenStages(STAGES, 'Runs all checks and tests.');
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const results = runStages(stages);

const named = new Map(Object.entries(REPORTED).flatMap(([stage, files]) => files.map((file) => [file, stage])));
const counts = {};
for (const file of readdirSync(REPORTS).filter((name) => name.endsWith('.json'))) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(join(REPORTS, file), 'utf8'));
  const count = (counts[named.get(file.replace(/\.json$/, '')) ?? 'unit tests'] ??= { passed: 0, failed: 0 });
  count.passed += numPassedTests;
  count.failed += numFailedTests;
}
// A stage without reports counts as one test, and a stage that failed before its report as one failed test.
for (const { name, ok } of results) {
  if (!(name in REPORTED)) counts[name] = { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  else if (!ok && !(counts[name]?.failed > 0)) counts[name] = { passed: counts[name]?.passed ?? 0, failed: 1 };
}

printSummary(results, counts);
const sum = (key) => Object.values(counts).reduce((total, count) => total + count[key], 0);
const failed = sum('failed');
console.log(`\n${sum('passed')} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
