/** How a run can fail, in sentences for people. */
import { UserError } from '@lockstep/errors';

/** The run could not be brought to its end. */
export class RunFailedError extends UserError {}

/** Another coordinator leads the run and keeps renewing its lease. */
export class OtherLeadsError extends UserError {
  constructor(run: string, epoch: number) {
    super(
      `another coordinator leads the run ${run} (leader epoch ${epoch}): start this one with --standby, or end the other one first`,
    );
  }
}

/** The NATS server has lost what it stored of the run. */
export class StoreLostError extends UserError {
  constructor(run: string) {
    super(
      `the NATS server has lost what it stored of the run ${run}: "npx nx run coordinator:serve --resume" goes on from the last checkpoint in the run's folder`,
    );
  }
}
