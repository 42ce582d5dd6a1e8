/** `--task`, the same option for every program that takes part in a run. */
import { DEFAULT_TASK, OWN_TASK_NAMES } from './resolve.js';

export const TASK_OPTION = {
  value: 'task',
  help: `what is trained: ${OWN_TASK_NAMES.join(' or ')}, the path of a module such as ./task.js, or an installed package; the same for all programs of a run`,
  default: DEFAULT_TASK,
  parse: (text: string): string => {
    if (text === '') throw new Error('expected some text');
    return text;
  },
};
