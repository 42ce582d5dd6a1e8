import { LateAnswerError } from './errors.js';

/** Waits at most `timeoutMs` for an answer of the NATS server. @throws LateAnswerError */
export async function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateAnswerError(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // A later failure of the answer must not be an unhandled rejection, which would end the process.
    answer.catch(() => undefined);
  }
}
