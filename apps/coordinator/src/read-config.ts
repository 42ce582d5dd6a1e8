/** From the command line to the run's options and its task, which has a say in the options' defaults. */
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
/** Stands for a task that is not known yet; the values that it leads to are not used. */
const NO_TASK: TaskChoices = {
  datasets: [''],
  defaults: { batchSize: 1, shards: 1, epochs: 1, learningRate: 1 },
};

/**
 * Reads the options twice: first to learn the task, then with the task's own defaults and names of data sets.
 * @returns undefined when --help was asked for and printed
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
  // Kept in the run's folder, from where a relative path would lead to another file.
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
  if (!first) throw new Error('help was printed without being asked for');
  const { values, given } = first;
  if (values.resume === undefined || given.has('task') || argv.includes(HELP)) return values.task;
  // A resumed run keeps its task.
  const { config } = await readRunFile(await folderToResume(values));
  return typeof config['task'] === 'string' ? config['task'] : values.task;
}
