/** What can go wrong between the engine and a task, one class per case. */

/** A vector or a set of tensors does not fit the task's list of parameters. */
export class ParameterLayoutError extends Error {
  override readonly name = 'ParameterLayoutError';
}

/** There is no task under the given name, path or package. */
export class TaskNotFoundError extends Error {
  override readonly name = 'TaskNotFoundError';
}

/** A module was found where the task should be, but it cannot be loaded. */
export class TaskLoadError extends Error {
  override readonly name = 'TaskLoadError';
}

/** A module was loaded, but its default export is not a task. */
export class NotATaskError extends Error {
  override readonly name = 'NotATaskError';
}

/** A client asks for samples in a media type that the gallery does not have. */
export class MediaTypeError extends Error {
  override readonly name = 'MediaTypeError';

  constructor(asked: string, known: readonly string[]) {
    super(`the media type ${JSON.stringify(asked.slice(0, 100))} is unknown: ask for ${known.join(' or ')}`);
  }
}
