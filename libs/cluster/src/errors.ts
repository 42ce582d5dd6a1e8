/** Errors of the cluster's state machines. The refusal of a single message is a response and not an error. */
import { UserError } from '@lockstep/errors';

/** The config of a run cannot be executed. */
export class InvalidConfigError extends UserError {}
