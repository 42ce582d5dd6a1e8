/** What can be wrong with the task's samples, one class per case. */

/** The user asks for samples that this task does not have. */
export class NoSuchSamplesError extends Error {
  override readonly name = 'NoSuchSamplesError';
}

/** A file does not hold as many values as the task's size says. */
export class SampleFileError extends Error {
  override readonly name = 'SampleFileError';
}
