/**
 * The list of a model's parameters, and the two layouts of their values.
 *
 * Weights and gradients are sent and added as one flat Float32Array. It holds each tensor in the axis order that the backend reads,
 * so that a training step permutes nothing. Checkpoints hold tensors in their published layout. The conversions between the layouts
 * are permutations, so they are exact inverses of each other.
 */
import { createHash } from 'node:crypto';

import { ParameterLayoutError } from './errors.js';

/** One tensor of the model and its range of the flat vector. All values are float32. */
export interface ParameterSpec {
  /** Name in checkpoints, unique in the list. */
  readonly name: string;
  /** Published shape, which the tensor has in checkpoints. */
  readonly shape: readonly number[];
  /** Stored shape, which the tensor has in the flat vector. Its axes are those of `shape`, possibly in a different order. */
  readonly storedShape: readonly number[];
  /** For each axis of `storedShape`, the index of the same axis in `shape`. */
  readonly storedAxes: readonly number[];
  /** Index of the first value in the flat vector. */
  readonly offset: number;
  /** Number of values. */
  readonly size: number;
}

/** All parameters of a model. */
export interface ParameterList {
  /** The tensors in wire order, which is their order in the flat vector. There are no gaps between them. */
  readonly specs: readonly ParameterSpec[];
  /** Length of the flat vector. */
  readonly count: number;
  /** SHA-256 (hex) of the ordered list of (name, published shape, dtype). Members of a run must agree on it. */
  readonly schemaHash: string;
  /** Returns the weights before the first update as a flat vector. They depend on the seed alone. */
  initialWeights(seed: number): Float32Array;
  /**
   * Returns the tensors of a flat vector in their published layout, keyed by name, in wire order.
   * @throws ParameterLayoutError if the vector does not hold `count` values
   */
  toTensors(flat: Float32Array): Map<string, Float32Array>;
  /**
   * Returns the flat vector of tensors in their published layout. It is the inverse of {@link ParameterList.toTensors}.
   * @throws ParameterLayoutError if a parameter is missing, has another size, or is not in the list
   */
  fromTensors(tensors: ReadonlyMap<string, Float32Array>): Float32Array;
  /** @throws ParameterLayoutError if the vector does not hold `count` values */
  checkFlat(flat: Float32Array): void;
}

/** A parameter as a task declares it. */
export interface ParameterDeclaration {
  /** As {@link ParameterSpec.name}. */
  readonly name: string;
  /** As {@link ParameterSpec.shape}. An empty list declares a scalar. */
  readonly shape: readonly number[];
  /** As {@link ParameterSpec.storedAxes}. By default the stored layout is the published one. */
  readonly storedAxes?: readonly number[];
}

const DTYPE = 'float32';

/**
 * Makes a list in which the declared parameters follow each other in the flat vector.
 * @param initialWeights implements {@link ParameterList.initialWeights}. It receives the finished list.
 * @throws ParameterLayoutError if a name occurs twice or the stored axes are no permutation of the shape's
 */
export function createParameterList(
  declarations: readonly ParameterDeclaration[],
  initialWeights: (seed: number, list: ParameterList) => Float32Array,
): ParameterList {
  const specs = place(declarations);
  const count = specs.reduce((sum, { size }) => sum + size, 0);
  const published = specs.map(({ name, shape }) => [name, shape, DTYPE]);
  const list: ParameterList = {
    specs,
    count,
    schemaHash: createHash('sha256').update(JSON.stringify(published)).digest('hex'),
    initialWeights: (seed) => initialWeights(seed, list),
    toTensors: (flat) => toTensors(list, flat),
    fromTensors: (tensors) => fromTensors(list, tensors),
    checkFlat: (flat) => {
      if (flat.length === count) return;
      throw new ParameterLayoutError(`A vector of the model has ${count} values, but this vector has ${flat.length}.`);
    },
  };
  return list;
}

function place(declarations: readonly ParameterDeclaration[]): ParameterSpec[] {
  const names = new Set<string>();
  let offset = 0;
  return declarations.map(({ name, shape, storedAxes = shape.map((_, axis) => axis) }) => {
    if (names.has(name)) throw new ParameterLayoutError(`Two parameters are named ${name}.`);
    names.add(name);
    const sorted = [...storedAxes].sort((a, b) => a - b);
    if (sorted.length !== shape.length || sorted.some((axis, i) => axis !== i)) {
      throw new ParameterLayoutError(
        `The stored axes of ${name}, [${storedAxes.join(', ')}], are not a permutation of its ${shape.length} axes.`,
      );
    }
    const size = shape.reduce((product, length) => product * length, 1);
    const spec = { name, shape, storedShape: storedAxes.map((axis) => shape[axis]!), storedAxes, offset, size };
    offset += size;
    return spec;
  });
}

function toTensors(list: ParameterList, flat: Float32Array): Map<string, Float32Array> {
  list.checkFlat(flat);
  const tensors = new Map<string, Float32Array>();
  for (const spec of list.specs) {
    const values = new Float32Array(spec.size);
    forEachPlace(spec, (publishedIndex, flatIndex) => {
      values[publishedIndex] = flat[flatIndex]!;
    });
    tensors.set(spec.name, values);
  }
  return tensors;
}

function fromTensors(list: ParameterList, tensors: ReadonlyMap<string, Float32Array>): Float32Array {
  const names = new Set(list.specs.map(({ name }) => name));
  const unknown = [...tensors.keys()].filter((name) => !names.has(name));
  if (unknown.length > 0) throw new ParameterLayoutError(`The model has no parameter named ${unknown.join(', ')}.`);
  const flat = new Float32Array(list.count);
  for (const spec of list.specs) {
    const values = tensors.get(spec.name);
    if (!values) throw new ParameterLayoutError(`The parameter ${spec.name} is missing.`);
    if (values.length !== spec.size) {
      throw new ParameterLayoutError(`${spec.name} has ${values.length} values, not ${spec.size}.`);
    }
    forEachPlace(spec, (publishedIndex, flatIndex) => {
      flat[flatIndex] = values[publishedIndex]!;
    });
  }
  return flat;
}

/** Calls `visit` with each value's index in the published tensor and its index in the flat vector. */
function forEachPlace(spec: ParameterSpec, visit: (publishedIndex: number, flatIndex: number) => void): void {
  const { shape, storedShape, storedAxes, offset, size } = spec;
  const rank = shape.length;
  // For each published axis, the distance in the flat vector between neighbours along that axis.
  const strides = new Array<number>(rank);
  let stride = 1;
  for (let axis = rank - 1; axis >= 0; axis--) {
    strides[storedAxes[axis]!] = stride;
    stride *= storedShape[axis]!;
  }
  const position = new Array<number>(rank).fill(0);
  let flatIndex = offset;
  for (let publishedIndex = 0; publishedIndex < size; publishedIndex++) {
    visit(publishedIndex, flatIndex);
    for (let axis = rank - 1; axis >= 0; axis--) {
      flatIndex += strides[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      flatIndex -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
}
