/** Reads optimiser cases that another implementation computed from a safetensors file, whose metadata describes them. */
import {
  resolveUpdateConfig,
  type ScheduleConfig,
  type UpdateConfig,
  type UpdateOptions,
} from '../optimizer/config.js';
import { readSafetensors, type Tensor } from './safetensors.js';

export interface OptimizerCase {
  readonly name: string;
  readonly config: UpdateConfig;
  /** Returns the rows of the tensor `NAME.what`, one per update. */
  readonly rows: (what: string) => (Float32Array | Float64Array)[] | undefined;
}

export interface OptimizerCases {
  readonly initial: Float32Array;
  readonly gradients: Float32Array[];
  readonly cases: OptimizerCase[];
}

type Fields = Record<string, unknown>;

/** Maps the options of a case, which have PyTorch's names or ours, to our options. */
const OPTIMIZER_OPTIONS: Readonly<Record<string, string>> = {
  ...{ lr: 'learningRate', learning_rate: 'learningRate', momentum: 'momentum', nesterov: 'nesterov' },
  ...{ weight_decay: 'weightDecay', beta1: 'beta1', beta2: 'beta2', eps: 'epsilon', epsilon: 'epsilon' },
};
const SCHEDULE_OPTIONS: Readonly<Record<string, string>> = {
  ...{ warmup_steps: 'warmupSteps', total_steps: 'totalSteps', gamma: 'gamma' },
  ...{ step_size: 'everySteps', every_steps: 'everySteps' },
};
const UPDATE_OPTIONS: Readonly<Record<string, string>> = {
  ...{ clip_norm: 'clipNorm', decay: 'emaDecay', ema_decay: 'emaDecay' },
};
/** Options with special treatment, and `formula` and `what`, which only document the case. */
const OTHER_OPTIONS = ['optimizer', 'schedule', 'betas', 'formula', 'what'];

/** The part of `name` before the first `_` is the optimiser, unless the option `optimizer` is set. */
export function parseCase(name: string, options: Fields, totalSteps: number): UpdateConfig {
  const optimizer: Fields = { kind: options.optimizer ?? name.split('_')[0] };
  const schedule: Fields = { kind: options.schedule ?? 'constant' };
  const update: Fields = {};
  for (const [option, value] of Object.entries(options)) {
    if (Object.hasOwn(OPTIMIZER_OPTIONS, option)) optimizer[OPTIMIZER_OPTIONS[option]!] = value;
    else if (Object.hasOwn(SCHEDULE_OPTIONS, option)) schedule[SCHEDULE_OPTIONS[option]!] = value;
    else if (Object.hasOwn(UPDATE_OPTIONS, option)) update[UPDATE_OPTIONS[option]!] = value;
    else if (option === 'betas') [optimizer.beta1, optimizer.beta2] = value as [number, number];
    else if (!OTHER_OPTIONS.includes(option)) {
      const known = [OPTIMIZER_OPTIONS, SCHEDULE_OPTIONS, UPDATE_OPTIONS].flatMap((names) => Object.keys(names));
      throw new Error(
        `case ${name} has the unknown option ${option}; known are ${[...known, ...OTHER_OPTIONS].join(', ')}`,
      );
    }
  }
  const parsed = { ...update, optimizer, schedule: schedule as unknown as ScheduleConfig };
  return resolveUpdateConfig(parsed as unknown as UpdateOptions, totalSteps);
}

export function readOptimizerCases(path: string): OptimizerCases {
  const { metadata, tensors } = readSafetensors(path);
  const rowsOf = ({ shape, values }: Tensor): (Float32Array | Float64Array)[] => {
    const width = shape.slice(1).reduce((product, size) => product * size, 1);
    return Array.from({ length: shape[0]! }, (_, row) => values.subarray(row * width, (row + 1) * width));
  };
  const required = (name: string): Tensor => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`${path} has no tensor ${name}`);
    return tensor;
  };
  const gradients = rowsOf(required('gradients')).map((row) => Float32Array.from(row));
  const configs = JSON.parse(metadata.config ?? '{}') as Record<string, Fields>;
  const cases = Object.entries(configs).map(([name, options]) => ({
    name,
    config: parseCase(name, options, gradients.length),
    rows: (what: string) => {
      const tensor = tensors.get(`${name}.${what}`);
      return tensor && rowsOf(tensor);
    },
  }));
  if (cases.length === 0) throw new Error(`${path} describes no cases: its metadata lacks config`);
  return { initial: Float32Array.from(required('initial').values), gradients, cases };
}
