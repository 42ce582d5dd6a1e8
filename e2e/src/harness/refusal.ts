/** Expects that a program refuses its input: an exit code, a message that names the problem, no stack trace and no process left. */
import { expect } from 'vitest';
import type { Program } from './processes.js';
import { start, type ProgramName, type StartOptions } from './programs.js';

/** Enough on a busy machine. */
export const REFUSED_WITHIN_MS = 20_000;

interface Refusal extends StartOptions {
  code: number;
  says: RegExp;
}

export async function expectRefusal(
  program: ProgramName,
  args: readonly string[],
  { code, says, ...options }: Refusal,
): Promise<Program> {
  const started = start(program, args, options);
  const exit = await started.ended(REFUSED_WITHIN_MS);
  expect(started.output).toMatch(says);
  expect(exit, started.output).toEqual({ code, signal: null });
  expect(started.output, 'a stack trace').not.toMatch(/^ {4}at /m);
  expect(await started.orphans(REFUSED_WITHIN_MS)).toEqual([]);
  return started;
}
