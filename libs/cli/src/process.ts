/** How our processes begin and end: exit codes, signals, and the pipe to the parent. */
import { isForPeople } from '@lockstep/errors';
import { StopError, UsageError } from './errors.js';

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
 * Is aborted on Ctrl-C, on SIGTERM, and, for a child, when its parent is gone (the pipe to a parent closes however the parent
 * ends, even by kill -9), with a StopError. A second signal ends the process at once.
 */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (reason: string) => stopping.abort(new StopError(reason));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping.signal.aborted) process.exit(130);
      stop(signal === 'SIGINT' ? 'Ctrl-C' : 'SIGTERM');
    });
  }
  if (process.env[PARENT_PIPE] === '1') {
    for (const event of ['end', 'error']) process.stdin.on(event, () => stop('the parent process is gone'));
    process.stdin.resume();
  }
  return stopping.signal;
}

/** Calls `stop` once, when the process is to stop. */
export function onStop(stop: (reason: string) => void): void {
  const signal = stopSignal();
  signal.addEventListener('abort', () => stop((signal.reason as StopError).reason));
}
