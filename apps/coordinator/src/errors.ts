/** Errors that end a run. */
import { UserError } from '@lockstep/errors';

/** The run failed. The message is the reason that the node reports. */
export class RunFailedError extends UserError {}

/** Another coordinator leads the run and renews its lease. */
export class OtherLeadsError extends UserError {
  constructor(run: string, epoch: number) {
    super(
      `another coordinator leads the run ${run} (leader epoch ${epoch}): start this one with --standby, or stop the other one first`,
    );
  }
}

/** The NATS server lost the stored data of the run. */
export class StoreLostError extends UserError {
  constructor(run: string) {
    super(
      `the NATS server has lost what it stored of the run ${run}: "npx nx run coordinator:serve --resume" resumes from the last checkpoint in the run's folder`,
    );
  }
}
