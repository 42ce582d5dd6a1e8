/**
 * The list of BasicUNet's parameters and the two layouts of their values.
 *
 * Weights and gradients travel and are added as one flat Float32Array. In it every convolution filter lies as TensorFlow
 * reads it (HWIO), so that a training step permutes nothing; PyTorch's order (OIHW) is made only at the borders, for
 * checkpoints. Both conversions are permutations, hence exact inverses of each other.
 *
 * No TensorFlow here: the coordinator needs this list and never computes a gradient.
 */
import { createHash } from 'node:crypto';

import { ParameterLayoutError } from './errors.js';

/** Height and width of every filter. */
export const FILTER_SIZE = 5;

/** One tensor of the model and its place in the flat vector. */
export interface ParameterSpec {
  /** PyTorch's name, for example `down_layers.0.weight`. */
  readonly name: string;
  /** [out, in, height, width] of a filter, [out] of a bias. */
  readonly torchShape: readonly number[];
  /** [height, width, in, out] of a filter, [out] of a bias. */
  readonly tfShape: readonly number[];
  /** Index of the first value in the flat vector. */
  readonly offset: number;
  /** Number of values. */
  readonly size: number;
}

/** The convolutions in the order in which data passes them: name, input channels, output channels. */
const LAYERS: readonly (readonly [name: string, inputs: number, outputs: number])[] = [
  ['down_layers.0', 1, 32],
  ['down_layers.1', 32, 64],
  ['down_layers.2', 64, 64],
  ['up_layers.0', 64, 64],
  ['up_layers.1', 64, 32],
  ['up_layers.2', 32, 1],
];

function listParameters(): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  let offset = 0;
  const add = (name: string, torchShape: number[], tfShape: number[]): void => {
    const size = torchShape.reduce((product, length) => product * length, 1);
    specs.push({ name, torchShape, tfShape, offset, size });
    offset += size;
  };
  for (const [name, inputs, outputs] of LAYERS) {
    const [height, width] = [FILTER_SIZE, FILTER_SIZE];
    add(`${name}.weight`, [outputs, inputs, height, width], [height, width, inputs, outputs]);
    add(`${name}.bias`, [outputs], [outputs]);
  }
  return specs;
}

/** Every parameter: weight and bias of each layer, in network order. */
export const PARAMETERS: readonly ParameterSpec[] = listParameters();

/** Length of the flat vector: 309,057. */
export const PARAMETER_COUNT: number = PARAMETERS.reduce((sum, { size }) => sum + size, 0);

/** SHA-256 (hex) of the ordered list of (name, PyTorch shape, dtype); members of a run must agree on it. */
export function schemaHash(): string {
  const list = PARAMETERS.map(({ name, torchShape }) => [name, torchShape, 'float32']);
  return createHash('sha256').update(JSON.stringify(list)).digest('hex');
}

/**
 * Cuts a flat vector into tensors as PyTorch names and lays them out (OIHW), in network order.
 * @throws ParameterLayoutError if the vector does not hold {@link PARAMETER_COUNT} values.
 */
export function toTorchTensors(flat: Float32Array): Map<string, Float32Array> {
  checkFlat(flat);
  const tensors = new Map<string, Float32Array>();
  for (const spec of PARAMETERS) {
    const values = new Float32Array(spec.size);
    forEachPlace(spec, (torchIndex, tfIndex) => {
      values[torchIndex] = flat[tfIndex]!;
    });
    tensors.set(spec.name, values);
  }
  return tensors;
}

/**
 * Joins PyTorch's tensors (OIHW) into a flat vector; the inverse of {@link toTorchTensors}.
 * @throws ParameterLayoutError if a parameter is missing, has another size, or is not one of the model's.
 */
export function fromTorchTensors(tensors: ReadonlyMap<string, Float32Array>): Float32Array {
  const unknown = [...tensors.keys()].filter((name) => !PARAMETERS.some((spec) => spec.name === name));
  if (unknown.length > 0) throw new ParameterLayoutError(`BasicUNet has no parameter named ${unknown.join(', ')}.`);
  const flat = new Float32Array(PARAMETER_COUNT);
  for (const spec of PARAMETERS) {
    const values = tensors.get(spec.name);
    if (!values) throw new ParameterLayoutError(`The parameter ${spec.name} is missing.`);
    if (values.length !== spec.size) {
      throw new ParameterLayoutError(`${spec.name} has ${values.length} values, not ${spec.size}.`);
    }
    forEachPlace(spec, (torchIndex, tfIndex) => {
      flat[tfIndex] = values[torchIndex]!;
    });
  }
  return flat;
}

/** @throws ParameterLayoutError if the vector does not hold {@link PARAMETER_COUNT} values. */
export function checkFlat(flat: Float32Array): void {
  if (flat.length !== PARAMETER_COUNT) {
    throw new ParameterLayoutError(`A vector of BasicUNet has ${PARAMETER_COUNT} values, this one ${flat.length}.`);
  }
}

/** Calls `visit` with each value's index in PyTorch's tensor and its index in the flat vector. */
function forEachPlace(spec: ParameterSpec, visit: (torchIndex: number, flatIndex: number) => void): void {
  // A bias is a filter of one input channel and one pixel: the same loops serve both.
  const [outputs = 1, inputs = 1, height = 1, width = 1] = spec.torchShape;
  let torchIndex = 0;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let pixel = 0; pixel < height * width; pixel++) {
        visit(torchIndex++, spec.offset + (pixel * inputs + input) * outputs + output);
      }
    }
  }
}
