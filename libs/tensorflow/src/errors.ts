/** What can go wrong in this library, one class per case. */

/** TensorFlow or its addon is not there, or cannot be loaded. */
export class TensorFlowUnavailableError extends Error {
  override readonly name = 'TensorFlowUnavailableError';
}

/** TensorFlow would compute under other settings than asked for. */
export class TensorFlowSettingsError extends Error {
  override readonly name = 'TensorFlowSettingsError';
}

/** The same shard gave other bits when it was computed again: this device cannot take part in an exact run. */
export class NonDeterministicDeviceError extends Error {
  override readonly name = 'NonDeterministicDeviceError';
}
