/** An error that a person can mend: its message says what was wrong and what to do, so that a stack trace would only hide it. */
export class UserError extends Error {
  /** A field, since an error that comes from another thread is no instance of this class. */
  readonly isForPeople = true;

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Whether an error's message suffices: one of ours, or one of the system, which names the call that failed. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof Error && ('isForPeople' in error || 'syscall' in error);
}
