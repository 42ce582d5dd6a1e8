/** Runs built programs for the nightly checks. A program ends with the check. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SHOWN_LINES = 40;

let running;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => running?.kill('SIGTERM'));

/** Returns the value of `--name=N` on this command line, and the other arguments. */
export function numberOption(name, defaultValue) {
  const prefix = `--${name}=`;
  const given = process.argv.slice(2);
  const text = given.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
  return { value: Number(text ?? defaultValue), others: given.filter((arg) => !arg.startsWith(prefix)) };
}

/**
 * Runs a program to its end.
 * @returns {Promise<string>} its output
 * @throws Error after printing its last lines, when it fails
 */
export async function runProgram(args, { env = {}, onStdout = () => undefined } = {}) {
  const lines = [];
  running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  for (const stream of [running.stdout, running.stderr]) {
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  }
  createInterface({ input: running.stdout }).on('line', onStdout);
  const code = await new Promise((resolve) => running.once('close', resolve));
  if (code === 0) return lines.join('\n');
  console.log(lines.slice(-SHOWN_LINES).join('\n'));
  throw new Error(`${args[0]} ended with exit code ${code}`);
}

/** Trains, and returns the output and the summary. */
export async function train(out, options, settings) {
  const args = ['apps/coordinator/dist/main.js', '--workers=2', '--log-level=info', ...options, `--out=${out}`];
  const output = await runProgram(args, settings);
  return { output, summary: JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) };
}

/** Runs a check with a temporary folder, and sets the exit code. The check returns its problems and the fields of its last line. */
export async function runCheck(check) {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-check-'));
  try {
    const { problems, ...result } = await check(folder);
    for (const problem of problems) console.log(`FAILED: ${problem}`);
    const ok = problems.length === 0;
    console.log(JSON.stringify({ ok, ...result }));
    process.exitCode = ok ? 0 : 1;
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
