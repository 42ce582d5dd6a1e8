/** The interface between the engine and a task: the interfaces of a task, lists of parameters, and the resolution of `--task`. */
export type { DataFile, DataSource, TaskData } from './data-source.js';
export { MediaTypeError, ParameterLayoutError, TaskNotFoundError } from './errors.js';
export type { Drawing, DrawRequest, Gallery, GalleryOptions } from './gallery.js';
export type { Batch, DeviceDescription, Learner, LearnerOptions, SampleRange, ShardResult } from './learner.js';
export { TASK_OPTION } from './option.js';
export { createParameterList } from './parameters.js';
export type { ParameterDeclaration, ParameterList } from './parameters.js';
export { isTaskFile, resolveTask } from './resolve.js';
export type { Task, TaskDefaults } from './task.js';
