/**
 * The model's first weights, distributed as PyTorch's Conv2d starts: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for filters and
 * biases (Kaiming-uniform with a = sqrt(5), torch.nn.modules.conv).
 *
 * Each tensor has a stream of its own, keyed by the seed and the parameter's place in the list, drawn in PyTorch's order
 * (OIHW) and computed in float64 with one rounding, so that every machine and every Node version starts with equal bits.
 */
import { fillUniform, Purpose } from '@lockstep/data';
import type { ParameterList } from '@lockstep/task';

/** The weights before the first update, as one flat vector in TensorFlow's layout. */
export function drawInitialWeights(seed: number, parameters: ParameterList): Float32Array {
  const tensors = new Map<string, Float32Array>();
  let bound = 0;
  parameters.specs.forEach(({ name, shape, size }, index) => {
    // A bias follows its filter in the list and shares its fan-in.
    const [, ...fanIn] = shape;
    if (fanIn.length > 0) bound = 1 / Math.sqrt(fanIn.reduce((product, length) => product * length, 1));
    const values = new Float32Array(size);
    fillUniform(values, seed, Purpose.initialWeights, index, 0);
    tensors.set(
      name,
      values.map((uniform) => (2 * uniform - 1) * bound),
    );
  });
  return parameters.fromTensors(tensors);
}
