/** What can go wrong in this library, one class per case. */
import { UserError } from '@lockstep/errors';

/** A vector or a set of tensors does not fit the model's list of parameters. */
export class ParameterLayoutError extends UserError {}

/** TensorFlow or its addon is not there, or cannot be loaded. */
export class TensorFlowUnavailableError extends UserError {}

/** TensorFlow would compute under other settings than asked for. */
export class TensorFlowSettingsError extends UserError {}

/** A batch does not hold as many pixels as its size says. */
export class BatchShapeError extends UserError {}

/** The same shard gave other bits when it was computed again: this device cannot take part in an exact run. */
export class NonDeterministicDeviceError extends UserError {}
