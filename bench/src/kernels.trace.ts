/**
 * Times every call that a computation makes into TensorFlow's native library.
 *
 * All calls pass through the binding of tfjs-node's backend. Tracing replaces the binding by an object that inherits from it and
 * takes the times. On a CPU a call returns when its kernel has finished, so its time is that of the kernel.
 */
import type { TensorFlow } from '@lockstep/tensorflow';

/** One call: a kernel with the shapes of its results, or a transfer of a tensor. */
export interface Call {
  readonly kind: 'kernel' | 'create' | 'free' | 'download';
  /** For example `Conv2D 32x14x14x64`, or the kind of transfer. */
  readonly name: string;
  readonly ms: number;
}

export interface Trace {
  readonly calls: Call[];
  /** Duration of the computation, including the work of tfjs in JavaScript. */
  readonly totalMs: number;
}

interface Binding {
  executeOp(name: string, attributes: unknown, inputs: unknown, outputs: number): { shape: number[] }[];
  createTensor(shape: number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): ArrayLike<number>;
}

export function traced(tf: TensorFlow, compute: () => void): Trace {
  const backend = tf.backend() as unknown as { binding: Binding };
  const { binding } = backend;
  const calls: Call[] = [];
  const timed = <T>(kind: Call['kind'], call: () => T, nameOf: (result: T) => string): T => {
    const begin = performance.now();
    const result = call();
    const ms = performance.now() - begin;
    calls.push({ kind, name: nameOf(result), ms });
    return result;
  };
  const tracing: Binding = {
    executeOp: (name, attributes, inputs, outputs) =>
      timed(
        'kernel',
        () => binding.executeOp(name, attributes, inputs, outputs),
        (results) => [name, ...results.map(({ shape }) => shape.join('x'))].join(' '),
      ),
    createTensor: (shape, dtype, values) =>
      timed(
        'create',
        () => binding.createTensor(shape, dtype, values),
        () => 'tensors from JavaScript',
      ),
    deleteTensor: (id) =>
      timed(
        'free',
        () => binding.deleteTensor(id),
        () => 'freeing tensors',
      ),
    tensorDataSync: (id) =>
      timed(
        'download',
        () => binding.tensorDataSync(id),
        () => 'tensors to JavaScript',
      ),
  };
  // The functions of the binding are read-only, so they are overridden instead of assigned.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(tracing)) as Binding;
  const begin = performance.now();
  try {
    compute();
  } finally {
    backend.binding = binding;
  }
  return { calls, totalMs: performance.now() - begin };
}
