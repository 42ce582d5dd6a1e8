/** How our processes begin and end: exit codes, signals, and the pipe to the parent. */
import { isForPeople, UsageError } from './errors.js';

/**
 * Runs a program. Exit code 0 or what it returns; 2 for a mistake on the command line, 1 for everything else that ends it.
 * A person's mistake is a sentence, a defect is a stack trace.
 */
export async function runProgram(program: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1;
    const text = isForPeople(error) ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`error: ${text}\n`);
  }
  // Native handles (TensorFlow's, a half-open socket's) must not keep a program alive that has said its last word.
  setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}

const EXIT_GRACE_MS = 1000;

/**
 * What Node is started with for our programs. A vector of weights or gradients is memory outside of V8's heap; with the small heap
 * that it begins with, V8 takes a few of them for a reason to collect everything, at nearly every step and for milliseconds.
 */
export const NODE_FLAGS: readonly string[] = ['--initial-old-space-size=256'];

/** Set for children that are to end with their parent; their standard input is the pipe to it. */
export const PARENT_PIPE = 'LOCKSTEP_PARENT_PIPE';

/**
 * Calls `stop` once: on Ctrl-C, on SIGTERM, and, for a child, when its parent is gone (the pipe to a parent closes however
 * the parent ends, even by kill -9). A second signal ends the process at once.
 */
export function onStop(stop: (reason: string) => void): void {
  let asked = false;
  const once = (reason: string) => {
    if (asked) return;
    asked = true;
    stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      once(signal === 'SIGINT' ? 'Ctrl-C' : 'SIGTERM');
    });
  }
  if (process.env[PARENT_PIPE] === '1') {
    process.stdin.on('end', () => once('the parent process is gone'));
    process.stdin.on('error', () => once('the parent process is gone'));
    process.stdin.resume();
  }
}
