/** Start and end of a process: exit codes, signals, and the pipe to the parent. */
import { isForPeople } from '@lockstep/errors';
import { StopError, UsageError } from './errors.js';

/**
 * Runs a program and ends the process with the exit code that it returns. A UsageError gives exit code 2, any other error 1.
 * An error for people is printed as its message, a defect as a stack trace.
 */
export async function runProgram(program: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await program();
  } catch (error) {
    process.exitCode = error instanceof UsageError ? 2 : 1;
    const text = isForPeople(error) ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`error: ${text}\n`);
  }
  // Native handles (of TensorFlow, of a half-open socket) must not keep a finished program alive.
  setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
}

const EXIT_GRACE_MS = 1000;

/**
 * Node flags for our programs. Vectors of weights and gradients lie outside of V8's heap. With V8's small initial heap, a few of
 * them trigger a full garbage collection, at nearly every step and for milliseconds.
 */
export const NODE_FLAGS: readonly string[] = ['--initial-old-space-size=256'];

/** Environment variable of a child that ends with its parent. Its standard input is the pipe to the parent. */
export const PARENT_PIPE = 'LOCKSTEP_PARENT_PIPE';

/**
 * Returns a signal that is aborted with a {@link StopError} on Ctrl-C, on SIGTERM, and, in a child, when the parent has ended.
 * The pipe to a parent closes even after kill -9. A second SIGINT or SIGTERM ends the process at once.
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

/** Returns why a stop signal was aborted, such as "Ctrl-C". */
export function stopReason({ reason }: AbortSignal): string {
  return reason instanceof StopError ? reason.reason : String(reason);
}

/** Resolves to the {@link stopReason} once the signal is aborted. */
export function stopped(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(stopReason(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
