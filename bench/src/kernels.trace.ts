/**
 * Times every call that a computation makes into TensorFlow's native library.
 *
 * All calls pass through the binding of tfjs-node's backend. While tracing, the binding is replaced by one that inherits from it
 * and takes the time. On a processor a call returns when its kernel has finished, so that its time is the kernel's.
 */
import type { TensorFlow } from '@lockstep/tensorflow';

/** One call: a kernel with the shapes of its results, or a transfer of a tensor. */
export interface Call {
  readonly kind: 'kernel' | 'create' | 'free' | 'download';
  /** For example `Conv2D 32x14x14x64`; for a transfer, what it is. */
  readonly name: string;
  readonly ms: number;
}

export interface Trace {
  readonly calls: Call[];
  /** From begin to end, including what is not a call: tfjs' own work in JavaScript. */
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
  // The binding's own functions are read-only: they cannot be assigned, but hidden.
  backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(tracing)) as Binding;
  const begin = performance.now();
  try {
    compute();
  } finally {
    backend.binding = binding;
  }
  return { calls, totalMs: performance.now() - begin };
}
