/**
 * Trains twice in a row, once undisturbed and once while about one step in six is hit by a fault (1,407 steps of 3 epochs on MNIST),
 * and compares the weights bit by bit. Needs built programs. Its last line is JSON.
 *
 * Arguments: `--least-faults=N` (200), and options of coordinator:serve that hold for both runs.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const LEAST = '--least-faults=';
/** With this seed 229 faults are planned for 1,407 steps and two workers: some may find no worker alive. */
const CHAOS = ['--chaos=0.16', '--chaos-seed=2'];
const RUN = ['--workers=2', '--json', '--log-level=info'];
const SHOWN_LINES = 40;

const given = process.argv.slice(2);
const leastFaults = Number(given.find((arg) => arg.startsWith(LEAST))?.slice(LEAST.length) ?? 200);
const options = given.filter((arg) => !arg.startsWith(LEAST));

const folder = mkdtempSync(join(tmpdir(), 'lockstep-chaos-'));
// Whoever ends us ends the training as well: a coordinator stops cleanly on SIGTERM.
let running;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => running?.kill('SIGTERM'));

/** Trains once. Returns the summary, and the time from the start of the program to its end. */
async function train(name, extra) {
  const out = join(folder, name);
  const log = join(folder, `${name}.log`);
  const startedMs = performance.now();
  const args = ['apps/coordinator/dist/main.js', ...RUN, ...options, ...extra, `--out=${out}`];
  running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  running.stderr.pipe(createWriteStream(log));
  createInterface({ input: running.stdout }).on('line', (line) => {
    const { type, step, epoch, loss } = JSON.parse(line);
    if (type === 'step' && step % 100 === 0) console.log(`${name}: step ${step}`);
    if (type === 'epoch') console.log(`${name}: epoch ${epoch}, average loss ${loss.toFixed(5)}`);
  });
  const code = await new Promise((resolve) => running.once('close', resolve));
  const seconds = (performance.now() - startedMs) / 1000;
  if (code === 0) return { ...JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')), seconds };
  console.log(readFileSync(log, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
  throw new Error(`the ${name} run ended with exit code ${code}`);
}

function compare(calm, harmed) {
  const { faults, missed, recoveries, lost_ms: lostMs } = harmed.chaos;
  console.log(`undisturbed: ${calm.steps} steps in ${calm.seconds.toFixed(0)} s, weights ${calm.weights_sha256}`);
  console.log(`harmed:      ${harmed.steps} steps in ${harmed.seconds.toFixed(0)} s, weights ${harmed.weights_sha256}`);
  const kinds = `killed ${faults.kill}, paused ${faults.pause}, slowed down ${faults.slow}`;
  console.log(`${faults.total} faults (${kinds}; ${missed} more found no worker alive), time lost by its own estimate`);
  console.log(`${(lostMs / 1000).toFixed(0)} s, by the two runs ${(harmed.seconds - calm.seconds).toFixed(0)} s`);
  const problems = [];
  if (harmed.weights_sha256 !== calm.weights_sha256 || calm.weights_sha256 === '') problems.push('the weights differ');
  if (harmed.steps !== calm.steps) problems.push('the number of steps differs');
  if (faults.total < leastFaults) problems.push(`${faults.total} faults, expected at least ${leastFaults}`);
  for (const problem of problems) console.log(`FAILED: ${problem}`);
  const seconds = { undisturbed_s: Math.round(calm.seconds), harmed_s: Math.round(harmed.seconds) };
  const result = { faults, missed, recoveries, lost_s: Math.round(lostMs / 1000), ...seconds };
  console.log(JSON.stringify({ ok: problems.length === 0, weights_sha256: harmed.weights_sha256, ...result }));
  return problems.length === 0;
}

try {
  const calm = await train('undisturbed', []);
  const harmed = await train('harmed', CHAOS);
  process.exitCode = compare(calm, harmed) ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
