/**
 * Loads TensorFlow's native library under settings that make its results repeatable.
 *
 * The library reads its settings from the environment once, while it loads: thread counts decide how sums are cut up and
 * therefore bits, so they are fixed here before anything else happens. In a Node worker thread `process.env` is only a
 * copy that the C library never sees; there the settings must have been made by the main thread, which is checked.
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
  /** Threads that share one kernel; part of the run's numerics. */
  readonly threads: number;
}

export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** What computes here. */
  readonly device: DeviceDescription;
}

/**
 * The environment under which a process must load TensorFlow. Give it to a child process, or put it into `process.env`
 * of the main thread before starting the worker thread that calls {@link loadTensorFlow}.
 */
export function tensorFlowEnvironment({ threads }: TensorFlowOptions): Record<string, string> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new TensorFlowSettingsError(
      `The number of TensorFlow threads must be a whole number from 1, not ${threads}.`,
    );
  }
  return {
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    // Not a matter of bits: with a whole card for itself, a worker may as well take all of its memory.
    TF_FORCE_GPU_ALLOW_GROWTH: process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ?? 'true',
    TF_DETERMINISTIC_OPS: '1',
    NVIDIA_TF32_OVERRIDE: '0',
  };
}

/**
 * Loads the native library and describes the device.
 * @throws TensorFlowUnavailableError if the addon or the library is missing or broken.
 * @throws TensorFlowSettingsError if called in a worker thread whose process was not prepared.
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
      // Always the native library; tfjs' JavaScript kernels are too slow to train with.
      backend: 'tensorflow',
      software: `TensorFlow ${binding.TF_Version}`,
      device,
      ...deviceFacts(device),
      threads: options.threads,
    },
  };
}

export interface NativeAttribute {
  readonly name: string;
  /** One of the binding's TF_ATTR_… */
  readonly type: number;
  readonly value: number | string | boolean | number[];
}

/** The part of tfjs-node's backend that we use beyond the public tfjs API. */
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
  /** Runs any operation of TensorFlow by name, without a gradient. */
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tfjs.Tensor[]): tfjs.Tensor;
  /** The same for an operation with several results. */
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

/** tfjs-node 4.22 calls two functions that Node 23 took out of `util`. */
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
