/** Errors at the command line. */

/** The command line, the environment or the config file asks for what there is not: exit code 2, before anything starts. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** True for an error that a person can mend: it says what was wrong and what to do, so that a stack trace would only hide it. */
export function isForPeople(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // Our own classes set their name as a field; errors of the system name the call that failed, unlike ERR_INVALID_ARG_TYPE.
  return Object.hasOwn(error, 'name') || 'syscall' in error;
}
