/** The option `--task`, which all programs of a run have. */
import { DEFAULT_TASK, OWN_TASK_NAMES } from './resolve.js';

export const TASK_OPTION = {
  value: 'task',
  help: `what is trained: ${OWN_TASK_NAMES.join(' or ')}, the path of a module such as ./task.js, or an installed package; all programs of a run need the same`,
  default: DEFAULT_TASK,
  parse: (text: string): string => {
    if (text === '') throw new Error('expected some text');
    return text;
  },
};
