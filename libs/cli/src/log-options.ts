/** How every program that runs for long logs. */
import { LOG_LEVELS, type LogLevel } from './log.js';
import type { OptionSpec } from './options.js';
import { flag, oneOf } from './parsers.js';

export const LOG_OPTIONS = {
  logLevel: { value: 'level', help: `one of ${LOG_LEVELS.join(', ')}`, default: 'info', parse: oneOf(...LOG_LEVELS) },
  json: { help: 'log as JSON lines', default: false, parse: flag },
} satisfies LogSpecs;

/** The options themselves, for those who say what each of theirs is read to. */
export interface LogSpecs {
  logLevel: OptionSpec<LogLevel>;
  json: OptionSpec<boolean>;
}
