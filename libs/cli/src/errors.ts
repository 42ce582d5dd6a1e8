/** Errors of the command line. */
import { UserError } from '@lockstep/errors';

export { UsageError } from '@lockstep/errors';

/** The process received a request to stop. This is the reason of an aborted stop signal. */
export class StopError extends UserError {
  /** @param reason such as Ctrl-C */
  constructor(readonly reason: string) {
    super(`stopped: ${reason}`);
  }
}
