/**
 * Finds the task that `--task` names.
 *
 * Only this file knows the tasks of this repository, by the names of their packages. No library and no program imports a task
 * statically.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { NotATaskError, TaskLoadError, TaskNotFoundError } from './errors.js';
import type { Task } from './task.js';

/** Packages of this repository's tasks, keyed by the task's name. */
const OWN_TASKS: Readonly<Record<string, string>> = {
  denoise: '@lockstep/denoise',
  linear: '@lockstep/linear',
};

/** Names of this repository's tasks. */
export const OWN_TASK_NAMES: readonly string[] = Object.keys(OWN_TASKS);

/** The task of a run that does not name one. */
export const DEFAULT_TASK = 'denoise';

/** Returns whether `spec` names a file, not a package: a relative or absolute path, or a name with the extension of a module. */
export function isTaskFile(spec: string): boolean {
  return /^\.{0,2}[/\\]|^[A-Za-z]:[/\\]|\.[cm]?[jt]s$/.test(spec);
}

/**
 * Imports a task, which is the default export of its module.
 * @param spec the name of a task of this repository, the path of a module, or the name of an installed package
 * @param directory the folder to which paths are relative, and from which packages are resolved
 * @throws TaskNotFoundError, TaskLoadError, NotATaskError
 */
export async function resolveTask(spec: string, directory: string): Promise<Task> {
  const own = Object.hasOwn(OWN_TASKS, spec) ? OWN_TASKS[spec] : undefined;
  const where = own ?? (isTaskFile(spec) ? resolve(directory, spec) : spec);
  const module = await importModule(spec, where, own !== undefined, directory);
  const task = (module as { default?: unknown }).default;
  const missing = missingMember(task);
  if (missing === undefined) return task as Task;
  throw new NotATaskError(`the task ${spec}: the default export of ${where} is not a task, because ${missing}`);
}

async function importModule(spec: string, where: string, own: boolean, directory: string): Promise<unknown> {
  const file = !own && isTaskFile(spec);
  if (file && !existsSync(where)) throw new TaskNotFoundError(notFound(spec, where, own, directory));
  try {
    if (own) return await import(where);
    return await import(file ? pathToFileURL(where).href : packageUrl(spec, directory));
  } catch (cause) {
    if (!file && isNotFound(cause, where))
      throw new TaskNotFoundError(notFound(spec, where, own, directory), { cause });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TaskLoadError(`the task ${spec}: ${where} cannot be loaded: ${reason}`, { cause });
  }
}

function packageUrl(name: string, directory: string): string {
  try {
    return pathToFileURL(createRequire(resolve(directory, 'package.json')).resolve(name)).href;
  } catch (error) {
    // `require` cannot resolve a package that exports only an entry for `import`. The import of its name can.
    if (codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return name;
    throw error;
  }
}

/** Returns whether the module itself is missing, and not a module that it imports. */
function isNotFound(error: unknown, where: string): boolean {
  const code = codeOf(error);
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return false;
  const first = (error as Error).message.split('\n', 1)[0] ?? '';
  const missing = /Cannot find (?:module|package) '([^']*)'/.exec(first)?.[1];
  return missing === undefined || missing === where || missing.endsWith(`${where}/dist/index.js`);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function notFound(spec: string, where: string, own: boolean, directory: string): string {
  if (own) return `the task ${spec}: its package ${where} is not built. Run npx nx run ${spec}:build`;
  const place = isTaskFile(spec) ? `there is no file ${where}` : `there is no package ${spec} in ${directory}`;
  return (
    `the task ${spec}: ${place}. Give one of the tasks ${OWN_TASK_NAMES.join(' and ')}, ` +
    'the path of a module such as ./task.js, or the name of an installed package'
  );
}

/** Returns why a value is not a task, or undefined if it is one. */
function missingMember(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return `it is ${value === null ? 'null' : typeof value}`;
  const task = value as Partial<Record<keyof Task, unknown>>;
  if (typeof task.name !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(task.name)) {
    return 'its name is not 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "_"';
  }
  const objects = ['parameters', 'data', 'defaults'] as const;
  const lacking = objects.find((key) => typeof task[key] !== 'object' || task[key] === null);
  if (lacking !== undefined) return `it has no ${lacking}`;
  return typeof task.learner === 'function' ? undefined : 'it has no function learner';
}
