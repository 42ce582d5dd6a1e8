/** Library of the command-line programs: options, logs, exit codes, signals, child processes. */
export { Child } from './children.js';
export { StopError, UsageError } from './errors.js';
export { createLog } from './log.js';
export type { Logger } from './log.js';
export { LOG_OPTIONS, NATS_SECRET_OPTIONS, RUN_OPTIONS } from './shared-options.js';
export { argumentsKeptByNx } from './nx.js';
export { defineCommandLine, flagOf, readOptions } from './options.js';
export type { CommandLine, OptionSpec, OptionSpecs, OptionValues } from './options.js';
export { flag, fraction, identifier, integer, oneOf, positiveNumber, readableFile, text } from './parsers.js';
export { NODE_FLAGS, PARENT_PIPE, runProgram, stopped, stopReason, stopSignal } from './process.js';
export { gpuEnvironment, gpusNamed, usableGpus } from './gpus.js';
export { MAX_FAILURES, Supervised } from './supervised.js';
export { firstMessage } from './thread.js';
