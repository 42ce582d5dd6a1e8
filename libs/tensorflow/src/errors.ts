/** What can go wrong in this library, one class per case. */
import { UserError } from '@lockstep/errors';

/** TensorFlow or its addon is not there, or cannot be loaded. */
export class TensorFlowUnavailableError extends UserError {}

/** TensorFlow would compute under other settings than asked for. */
export class TensorFlowSettingsError extends UserError {}

/** The same shard gave other bits when it was computed again: this device cannot take part in an exact run. */
export class NonDeterministicDeviceError extends UserError {}
