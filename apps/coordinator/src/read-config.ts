/** Reads the command line of a run and resolves its task, which sets defaults of the options. */
import { resolve } from 'node:path';
import { readOptions } from '@lockstep/cli';
import { isTaskFile, resolveTask, type Task } from '@lockstep/task';
import { commandLineOf, type CoordinatorConfig, type TaskChoices } from './config.js';
import { folderToResume, readRunFile } from './run/run-folder.js';

export interface ReadConfig {
  values: CoordinatorConfig;
  given: ReadonlySet<keyof CoordinatorConfig>;
  task: Task;
}

const HELP = '--help';
/** Placeholder for the task in the first pass, which only reads the name of the task. */
const NO_TASK: TaskChoices = {
  datasets: [''],
  defaults: { batchSize: 1, shards: 1, epochs: 1, learningRate: 1 },
};

/**
 * Reads the options twice: first to find the task, then with the defaults and data sets of the task.
 * @returns the options, or undefined when --help was given and printed
 * @throws UsageError, TaskNotFoundError, TaskLoadError, NotATaskError
 */
export async function readConfig(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): Promise<ReadConfig | undefined> {
  const name = await taskSpec(argv, env, directory);
  const task = await resolveTask(name, directory);
  const choices = { datasets: task.data.names, defaults: task.defaults };
  const options = readOptions(commandLineOf(choices), argv, env, directory);
  if (!options) return undefined;
  // The run's folder stores the path, so it must not depend on the working directory.
  const spec = isTaskFile(name) ? resolve(directory, name) : name;
  return { values: { ...options.values, task: spec }, given: options.given, task };
}

async function taskSpec(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): Promise<string> {
  const commandLine = commandLineOf(NO_TASK);
  const { dataset } = commandLine.options;
  const lenient = { ...commandLine, options: { ...commandLine.options, dataset: { ...dataset, parse: String } } };
  const first = readOptions(
    lenient,
    argv.filter((argument) => argument !== HELP),
    env,
    directory,
  );
  if (!first) throw new Error('--help was not given but printed');
  const { values, given } = first;
  if (values.resume === undefined || given.has('task') || argv.includes(HELP)) return values.task;
  // A resumed run keeps its task.
  const { config } = await readRunFile(await folderToResume(values));
  return typeof config['task'] === 'string' ? config['task'] : values.task;
}
