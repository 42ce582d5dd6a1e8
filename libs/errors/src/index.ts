/** An error whose message tells a person what was wrong and what to do. A stack trace would only hide the message. */
export class UserError extends Error {
  /** A property, because an error that another thread has sent is not an instance of this class. */
  readonly isForPeople = true;

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The command line, the environment or the config file requests something that does not exist. The exit code is 2. */
export class UsageError extends UserError {}

/** Reports whether an error is printed without its stack trace: a {@link UserError}, or a system error that names the failed call. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof Error && ('isForPeople' in error || 'syscall' in error);
}

/** Returns the message of an error, or the text of any other thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
