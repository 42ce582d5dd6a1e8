/**
 * The configuration of updates: optimiser, learning-rate schedule, gradient clipping and weight averaging. All values are plain
 * JSON, so they can be saved and sent. Names and defaults are those of PyTorch's torch.optim, in camel case.
 */
import { validateOptimizer, validateTotalSteps, validateUpdateOptions } from './validate.js';

/** Stochastic gradient descent. */
export interface SgdConfig {
  readonly kind: 'sgd';
  readonly learningRate: number;
  /** 0 by default. */
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Coefficient of the L2 penalty: the gradient becomes g + weightDecay · w. 0 by default. */
  readonly weightDecay?: number;
}

/** Adam (Kingma & Ba 2015, https://arxiv.org/abs/1412.6980) and AdamW (Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101). */
export interface AdamOptimizerConfig {
  readonly kind: 'adam' | 'adamw';
  readonly learningRate: number;
  /** 0.9 by default. */
  readonly beta1?: number;
  /** 0.999 by default. */
  readonly beta2?: number;
  /** 1e-8 by default. */
  readonly epsilon?: number;
  /** `adam`: the gradient becomes g + weightDecay · w; 0 by default. `adamw`: w ← w · (1 − lr · weightDecay); 0.01 by default. */
  readonly weightDecay?: number;
}

export type OptimizerConfig = SgdConfig | AdamOptimizerConfig;
export type ResolvedOptimizer = Required<SgdConfig> | Required<AdamOptimizerConfig>;

interface WarmUp {
  /** Number of first updates in which the learning rate rises linearly. The schedule starts after them. 0 by default. */
  readonly warmupSteps?: number;
}

export type ScheduleConfig =
  | ({ readonly kind: 'constant' } & WarmUp)
  /** Falls to 0 at `totalSteps`, which includes the warm-up. `totalSteps` is the length of the run by default. */
  | ({ readonly kind: 'linear' | 'cosine'; readonly totalSteps?: number } & WarmUp)
  /** Multiplies the learning rate by `gamma` (0.1 by default) after every `everySteps` updates. */
  | ({ readonly kind: 'step'; readonly everySteps: number; readonly gamma?: number } & WarmUp)
  /** Multiplies the learning rate by `gamma` after each update. */
  | ({ readonly kind: 'exponential'; readonly gamma: number } & WarmUp);
export type ResolvedSchedule =
  | { readonly kind: 'constant'; readonly warmupSteps: number }
  | { readonly kind: 'linear' | 'cosine'; readonly totalSteps: number; readonly warmupSteps: number }
  | { readonly kind: 'step'; readonly everySteps: number; readonly gamma: number; readonly warmupSteps: number }
  | { readonly kind: 'exponential'; readonly gamma: number; readonly warmupSteps: number };

/** The options of a user; every default may be omitted. */
export interface UpdateOptions {
  readonly optimizer: OptimizerConfig;
  /** Constant by default. */
  readonly schedule?: ScheduleConfig;
  /** Largest L2 norm of the mean gradient. Larger gradients are scaled down to this norm. */
  readonly clipNorm?: number;
  /** Decay of the exponential moving average of the weights. No average is computed if undefined. */
  readonly emaDecay?: number;
}

/** {@link UpdateOptions} with every default filled in. It is itself a valid `UpdateOptions`. */
export interface UpdateConfig extends UpdateOptions {
  readonly optimizer: ResolvedOptimizer;
  readonly schedule: ResolvedSchedule;
}

const ADAM_DEFAULTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
const SGD_DEFAULTS = { momentum: 0, nesterov: false, weightDecay: 0 };

/** @throws InvalidUpdateConfigError */
export function sgd(options: Omit<SgdConfig, 'kind'>): Required<SgdConfig> {
  const config = { ...SGD_DEFAULTS, ...options, kind: 'sgd' } as const;
  validateOptimizer(config);
  return config;
}

/** @throws InvalidUpdateConfigError */
export function adam(options: Omit<AdamOptimizerConfig, 'kind'>): Required<AdamOptimizerConfig> {
  const config = { ...ADAM_DEFAULTS, ...options, kind: 'adam' } as const;
  validateOptimizer(config);
  return config;
}

/** @throws InvalidUpdateConfigError */
export function adamw(options: Omit<AdamOptimizerConfig, 'kind'>): Required<AdamOptimizerConfig> {
  const config = { ...ADAM_DEFAULTS, weightDecay: 0.01, ...options, kind: 'adamw' } as const;
  validateOptimizer(config);
  return config;
}

/**
 * Validates options and fills in the defaults.
 * @param totalSteps length of the run, the default for the schedule's `totalSteps`
 * @throws InvalidUpdateConfigError
 */
export function resolveUpdateConfig(options: UpdateOptions, totalSteps: number): UpdateConfig {
  validateUpdateOptions(options);
  const schedule = resolveSchedule(options.schedule ?? { kind: 'constant' }, totalSteps);
  validateTotalSteps(schedule);
  return { ...options, optimizer: resolveOptimizer(options.optimizer), schedule };
}

function resolveOptimizer(config: OptimizerConfig): ResolvedOptimizer {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'adam':
      return adam(config);
    case 'adamw':
      return adamw(config);
  }
}

function resolveSchedule(config: ScheduleConfig, totalSteps: number): ResolvedSchedule {
  switch (config.kind) {
    case 'linear':
    case 'cosine':
      return { warmupSteps: 0, totalSteps, ...config };
    case 'step':
      return { warmupSteps: 0, gamma: 0.1, ...config };
    default:
      return { warmupSteps: 0, ...config };
  }
}
