/** Errors of this library, one class per case. */
import { UserError } from '@lockstep/errors';

/** TensorFlow or its addon is missing or cannot be loaded. */
export class TensorFlowUnavailableError extends UserError {}

/** TensorFlow would compute with settings different from the requested ones. */
export class TensorFlowSettingsError extends UserError {}

/** A second computation of a shard differs from the first, so this device cannot take part in a run. */
export class NonDeterministicDeviceError extends UserError {}
