/**
 * Trains a few steps with TensorFlow's build for GPUs and compares the weights bit by bit. Where there is a GPU, with those of a
 * second run on it; where there is none, with those of the build for processors, and the worker must say why no GPU computes.
 * The first time it fetches 3.4 GB of wheels, which take 5.4 GB in the cache. Needs built programs, and in the
 * end puts back the build that this machine wants. Its last line is JSON.
 *
 * Arguments: `--steps=N` (40), and options of coordinator:serve that hold for both runs.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasNvidiaGpu } from '../native/dist/index.js';

const STEPS = '--steps=';
const RUN = ['--workers=2', '--log-level=info'];
const SHOWN_LINES = 40;
const NO_GPU = /TensorFlow's GPU build computes on the CPU, because (.*)/;

const given = process.argv.slice(2);
const steps = Number(given.find((arg) => arg.startsWith(STEPS))?.slice(STEPS.length) ?? 40);
const options = given.filter((arg) => !arg.startsWith(STEPS));

const folder = mkdtempSync(join(tmpdir(), 'lockstep-gpu-build-'));
let running;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => running?.kill('SIGTERM'));

/** Runs a program of ours and returns what it said; throws, after showing its last lines, when it fails. */
async function program(args, env = {}) {
  let said = '';
  running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  for (const stream of [running.stdout, running.stderr]) stream.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => running.once('close', resolve));
  if (code === 0) return said;
  console.log(said.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
  throw new Error(`${args[0]} ended with exit code ${code}`);
}

async function setUp(env) {
  const startedMs = performance.now();
  const [sentence] = (await program(['tools/native/dist/setup.js'], env)).match(/^TensorFlow .* is ready\.$/m) ?? [];
  console.log(`${sentence} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)`);
}

async function train(kind, number) {
  const env = { LOCKSTEP_TENSORFLOW: kind };
  await setUp(env);
  const out = join(folder, `${number}-${kind}`);
  const args = ['apps/coordinator/dist/main.js', ...RUN, ...options, `--max-steps=${steps}`, `--out=${out}`];
  const said = await program(args, env);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  const device = /joined from \S+ with (.*)/.exec(said)?.[1] ?? 'unknown';
  const { weights_sha256: weights, images_per_second: imagesPerSecond } = summary;
  console.log(
    `${kind}: ${summary.steps} steps on ${device}, ${imagesPerSecond.toFixed(0)} images/s, weights ${weights}`,
  );
  const reason = NO_GPU.exec(said)?.[1];
  if (reason !== undefined) console.log(`${kind}: no GPU computes, since ${reason}`);
  return { kind, device, reason, weights, imagesPerSecond, fingerprint: summary.fingerprint };
}

function compare(gpuHere, first, second) {
  const problems = [];
  if (first.weights !== second.weights || first.weights === '') problems.push('the weights differ');
  if (first.fingerprint !== second.fingerprint) problems.push('the fingerprints differ');
  if (gpuHere && !second.device.includes('(gpu, ')) problems.push(`there is a GPU, but ${second.device} computed`);
  if (!gpuHere && second.reason === undefined) problems.push('the worker does not say why no GPU computes');
  for (const problem of problems) console.log(`FAILED: ${problem}`);
  const ok = problems.length === 0;
  const { device, weights, fingerprint } = second;
  const rates = [first, second].map(({ kind, imagesPerSecond }) => ({
    build: kind,
    images_per_second: imagesPerSecond,
  }));
  console.log(JSON.stringify({ ok, device, runs: rates, fingerprint, weights_sha256: weights }));
  return ok;
}

async function trainTwice(gpuHere) {
  try {
    return [await train(gpuHere ? 'gpu' : 'cpu', 1), await train('gpu', 2)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await setUp();
  }
}

try {
  const gpuHere = hasNvidiaGpu();
  process.exitCode = compare(gpuHere, ...(await trainTwice(gpuHere))) ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
