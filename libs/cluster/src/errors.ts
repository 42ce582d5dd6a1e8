/** Errors of the cluster's state machines. Refusals of single messages are not errors: they are answered. */
import { UserError } from '@lockstep/errors';

/** The run's plan cannot be carried out. */
export class InvalidConfigError extends UserError {}
