/** The seam between the engine and what is trained: interfaces of a task, lists of parameters, and how a task is found. */
export type { DataFile, DataSource, TaskData } from './data-source.js';
export { MediaTypeError, NotATaskError, ParameterLayoutError, TaskLoadError, TaskNotFoundError } from './errors.js';
export type { Drawing, DrawRequest, Gallery, GalleryOptions } from './gallery.js';
export type { Batch, DeviceDescription, Learner, LearnerOptions, SampleRange, ShardResult } from './learner.js';
export { TASK_OPTION } from './option.js';
export { createParameterList } from './parameters.js';
export type { ParameterDeclaration, ParameterList, ParameterSpec } from './parameters.js';
export { DEFAULT_TASK, isTaskFile, OWN_TASK_NAMES, resolveTask } from './resolve.js';
export type { Task, TaskDefaults } from './task.js';
