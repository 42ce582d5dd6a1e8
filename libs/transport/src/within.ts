import { LateAnswerError } from './errors.js';

/** Waits for an answer of the NATS server, but no longer than `timeoutMs`. @throws LateAnswerError */
export async function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateAnswerError(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for a late answer any more, so its failure must not end the process.
    answer.catch(() => undefined);
  }
}
