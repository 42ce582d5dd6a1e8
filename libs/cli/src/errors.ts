/** Errors at the command line. */
import { UserError } from '@lockstep/errors';

/** The command line, the environment or the config file asks for what there is not: exit code 2, before anything starts. */
export class UsageError extends UserError {}

/** The process was asked to stop: the reason of a stop signal. */
export class StopError extends UserError {
  /** @param reason such as Ctrl-C */
  constructor(readonly reason: string) {
    super(`stopped: ${reason}`);
  }
}
