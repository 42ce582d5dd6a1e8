/** Runs named shell commands one after another; a stage that fails does not hide the next ones. */
import { spawnSync } from 'node:child_process';

/**
 * The stages that the command line names; all of them when it names none. Prints the names for --help and ends the process with
 * exit code 2 for an unknown name.
 * @param what what the stages do, for --help
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

/** Runs the stages and prints the output of each as it comes. @returns of each stage its name, seconds and whether it passed */
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

/** Prints a line for each stage. @param counts of each stage that counts its tests: `{ passed, failed }` */
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
