/** Runs named shell commands one after another, also after a failure. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

export const REPORTS = 'tmp/test-reports';

/**
 * Returns the stages that the command line names, or all. Prints the names for --help, and ends the process with exit code 2 for an
 * unknown name.
 * @param what description of the stages for --help
 */
export function chosenStages(stages, what) {
  const names = stages.map(([name]) => name);
  const list = names.map((name) => `"${name}"`).join(', ');
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(`${what} Give names to run only some of the stages: ${list}`);
    process.exit(0);
  }
  const unknown = args.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    console.error(`error: there is no stage "${unknown}". The stages are ${list}`);
    process.exit(2);
  }
  return stages.filter(([name]) => args.length === 0 || args.includes(name));
}

/** Runs the stages with their output. Returns the name, the duration in seconds and the success of each stage. */
export function runStages(stages) {
  return stages.map(([name, command]) => {
    console.log(`\n=== ${name}: ${command}`);
    const startedMs = performance.now();
    const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, NX_TUI: 'false' } });
    const seconds = (performance.now() - startedMs) / 1000;
    const ok = status === 0;
    console.log(`=== ${name}: ${ok ? 'ok' : 'FAILED'} in ${seconds.toFixed(0)} s`);
    return { name, ok, seconds };
  });
}

/** Writes the numbers of passed and failed tests in the format of vitest's reports. */
export function writeReport(name, passed, failed) {
  mkdirSync(REPORTS, { recursive: true });
  writeFileSync(`${REPORTS}/${name}.json`, JSON.stringify({ numPassedTests: passed, numFailedTests: failed }));
}

/** Prints a line for each stage. `counts` has `{ passed, failed }` for each stage with a report. */
export function printSummary(results, counts = {}) {
  console.log('\nStage                     Result    Seconds   Tests');
  for (const { name, ok, seconds } of results) {
    const count = counts[name];
    const tests = count ? `${count.passed} passed${count.failed > 0 ? `, ${count.failed} failed` : ''}` : '';
    console.log(
      `${name.padEnd(26)}${(ok ? 'ok' : 'FAILED').padEnd(10)}${seconds.toFixed(0).padStart(7)}   ${tests}`.trimEnd(),
    );
  }
}
