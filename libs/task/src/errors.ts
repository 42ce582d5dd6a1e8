/** Errors between the engine and a task, one class per case. */
import { UsageError, UserError } from '@lockstep/errors';

/** A vector or a set of tensors does not fit the task's list of parameters. */
export class ParameterLayoutError extends UserError {}

/** There is no task under the given name, path or package. */
export class TaskNotFoundError extends UsageError {}

/** The task's module exists but cannot be loaded. */
export class TaskLoadError extends UserError {}

/** The module's default export is not a task. */
export class NotATaskError extends UserError {}

/** A client requests samples in a media type that the gallery does not have. */
export class MediaTypeError extends UserError {
  constructor(requested: string, known: readonly string[]) {
    super(`the media type ${JSON.stringify(requested.slice(0, 100))} is unknown: ask for ${known.join(' or ')}`);
  }
}
