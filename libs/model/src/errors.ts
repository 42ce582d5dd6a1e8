/** What can go wrong in this library, one class per case. */

/** A vector or a set of tensors does not fit the model's list of parameters. */
export class ParameterLayoutError extends Error {
  override readonly name = 'ParameterLayoutError';
}

/** TensorFlow or its addon is not there, or cannot be loaded. */
export class TensorFlowUnavailableError extends Error {
  override readonly name = 'TensorFlowUnavailableError';
}

/** TensorFlow would compute under other settings than asked for. */
export class TensorFlowSettingsError extends Error {
  override readonly name = 'TensorFlowSettingsError';
}

/** A batch does not hold as many pixels as its size says. */
export class BatchShapeError extends Error {
  override readonly name = 'BatchShapeError';
}

/** The same shard gave other bits when it was computed again: this device cannot take part in an exact run. */
export class NonDeterministicDeviceError extends Error {
  override readonly name = 'NonDeterministicDeviceError';
}
