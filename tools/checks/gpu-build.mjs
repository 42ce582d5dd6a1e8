/**
 * Trains a few steps with TensorFlow's build for GPUs, and compares the weights bit by bit: on a GPU with those of a second run,
 * and without a GPU with those of the build for CPUs. In the latter case the worker must log why no GPU computes.
 * The first run fetches 3.4 GB of wheels, which take 5.4 GB in the cache. Needs built programs. At the end it installs the
 * default build of this machine again. The last line is JSON.
 *
 * Arguments: `--steps=N` (40), and options of coordinator:serve for both runs.
 */
import { join } from 'node:path';
import { hasNvidiaGpu } from '../native/dist/index.js';
import { numberOption, runCheck, runProgram, train } from './programs.mjs';

const NO_GPU = /TensorFlow's GPU build computes on the CPU, because (.*)/;

const { value: steps, others: options } = numberOption('steps', 40);

async function setUp(env) {
  const startedMs = performance.now();
  const output = await runProgram(['tools/native/dist/setup.js'], { env });
  const [message] = output.match(/^TensorFlow .* is ready\.$/m) ?? [];
  console.log(`${message} (${((performance.now() - startedMs) / 1000).toFixed(0)} s)`);
}

async function trainWith(kind, out) {
  const env = { LOCKSTEP_TENSORFLOW: kind };
  await setUp(env);
  const { output, summary } = await train(out, [...options, `--max-steps=${steps}`], { env });
  const device = /joined from \S+ with (.*)/.exec(output)?.[1] ?? 'unknown';
  const reason = NO_GPU.exec(output)?.[1];
  const { weights_sha256: weights, samples_per_second: rate, fingerprint } = summary;
  console.log(`${kind}: ${summary.steps} steps on ${device}, ${rate.toFixed(0)} samples/s, weights ${weights}`);
  if (reason !== undefined) console.log(`${kind}: no GPU computes, since ${reason}`);
  return { device, reason, weights, fingerprint, rate: { build: kind, samples_per_second: rate } };
}

await runCheck(async (folder) => {
  const gpuHere = hasNvidiaGpu();
  try {
    const first = await trainWith(gpuHere ? 'gpu' : 'cpu', join(folder, '1'));
    const second = await trainWith('gpu', join(folder, '2'));
    const problems = [];
    if (first.weights !== second.weights || first.weights === '') problems.push('the weights differ');
    if (first.fingerprint !== second.fingerprint) problems.push('the fingerprints differ');
    const { device, fingerprint, weights } = second;
    if (gpuHere && !device.includes('(gpu, ')) problems.push(`there is a GPU, but ${device} computed`);
    if (!gpuHere && second.reason === undefined) problems.push('the worker does not log why no GPU computes');
    return { problems, device, runs: [first.rate, second.rate], fingerprint, weights_sha256: weights };
  } finally {
    await setUp();
  }
});
