/**
 * Loads TensorFlow's native library with settings that make its results repeatable.
 *
 * The library reads its settings from the environment once, while it loads. The number of threads decides how sums are split, and so
 * changes their bits. In a Node worker thread `process.env` is a copy that the C library does not see, so the main thread must have
 * made the settings.
 */
import { createRequire } from 'node:module';
import util from 'node:util';
import { isMainThread } from 'node:worker_threads';

import type { DeviceDescription } from '@lockstep/task';
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import { deviceFacts } from './device.js';
import { TensorFlowSettingsError, TensorFlowUnavailableError } from './errors.js';

/** The API of @tensorflow/tfjs-node-gpu. */
export type TensorFlow = typeof tfjs;

export interface TensorFlowOptions {
  /** Number of threads that one kernel may use. It is part of the run's numerics. */
  readonly threads: number;
}

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly device: DeviceDescription;
}

/**
 * Returns the environment variables under which a process must load TensorFlow. Pass them to a child process, or assign them to
 * `process.env` in the main thread before the start of the worker thread that calls {@link loadTensorFlow}.
 * @throws TensorFlowSettingsError unless the number of threads is an integer of at least 1
 */
export function tensorFlowEnvironment({ threads }: TensorFlowOptions): Record<string, string> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new TensorFlowSettingsError(
      `The number of TensorFlow threads must be an integer of at least 1, not ${threads}.`,
    );
  }
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    // Does not change results, so the user may choose. A worker that has a GPU for itself may take all of its memory.
    TF_FORCE_GPU_ALLOW_GROWTH: process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ?? 'true',
    TF_DETERMINISTIC_OPS: '1',
    NVIDIA_TF32_OVERRIDE: '0',
  };
}

/**
 * Loads the native library and describes the device.
 * @throws TensorFlowUnavailableError if the addon or the library is missing or broken
 * @throws TensorFlowSettingsError if called in a worker thread whose main thread has not made the settings
 */
export function loadTensorFlow(options: TensorFlowOptions): LoadedTensorFlow {
  prepareEnvironment(tensorFlowEnvironment(options));
  restoreRemovedNodeFunctions();
  const tf = requireTensorFlow();
  tf.enableProdMode();
  const { binding, isUsingGpuDevice } = nativeBackend(tf);
  const device = isUsingGpuDevice ? 'gpu' : 'cpu';
  return {
    tf,
    device: {
      backend: 'tensorflow',
      software: `TensorFlow ${binding.TF_Version}`,
      device,
      ...deviceFacts(device),
      threads: options.threads,
    },
  };
}

/** An attribute of an operation. */
export interface NativeAttribute {
  readonly name: string;
  /** One of the binding's TF_ATTR_… constants. */
  readonly type: number;
  readonly value: number | string | boolean | number[];
}

/** The part of tfjs-node's backend that the kernels use in addition to the public tfjs API. */
export interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: {
    readonly TF_Version: string;
    readonly TF_FLOAT: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_BOOL: number;
  };
  /** Runs an operation of TensorFlow, which has one result. */
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tfjs.Tensor[]): tfjs.Tensor;
  /** Runs an operation of TensorFlow, which has `outputs` results. */
  executeMultipleOutputs(
    name: string,
    attributes: NativeAttribute[],
    inputs: tfjs.Tensor[],
    outputs: number,
  ): tfjs.Tensor[];
}

export function nativeBackend(tf: TensorFlow): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

function prepareEnvironment(settings: Record<string, string>): void {
  const wrong = Object.entries(settings).filter(([name, value]) => process.env[name] !== value);
  if (!isMainThread && wrong.length > 0) {
    const list = wrong.map(([name, value]) => `${name}=${value}`).join(' ');
    throw new TensorFlowSettingsError(
      `TensorFlow cannot be set up from a worker thread. Set ${list} in the main thread before the worker thread starts.`,
    );
  }
  Object.assign(process.env, Object.fromEntries(wrong));
}

/** Defines two functions that tfjs-node 4.22 calls and Node 23 removed from `util`. */
function restoreRemovedNodeFunctions(): void {
  const target = util as unknown as Record<string, unknown>;
  target['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  target['isArray'] ??= Array.isArray;
}

function requireTensorFlow(): TensorFlow {
  try {
    return createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu') as TensorFlow;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw new TensorFlowUnavailableError(
      `TensorFlow's native library could not be loaded (${reason}). Run: npx nx run native:setup`,
      { cause },
    );
  }
}
