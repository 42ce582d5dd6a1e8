/** Runs programs. */
import { spawnSync } from 'node:child_process';

const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/**
 * Runs a program to its end.
 *
 * @returns {string} its standard output
 * @throws Error with the last lines of its output when it fails
 */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES, ...options });
  if (result.status === 0) return result.stdout.trim();
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trim();
  const end = output.split('\n').slice(-40).join('\n');
  throw new Error(`${program} ${args.join(' ')} failed (${result.status ?? result.signal}):\n${end}`);
}

/** Runs `work`, and prints its duration. */
export function timed(what, work) {
  const startedMs = performance.now();
  const result = work();
  console.log(`${what}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
  return result;
}
