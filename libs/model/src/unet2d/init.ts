/**
 * The first weights of UNet2DModel, distributed as PyTorch and diffusers start.
 *
 * Convolutions and linear layers: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weights and biases (Kaiming-uniform with a = sqrt(5)).
 * Normalisations: ones and zeros. The embedding of classes: standard normal. Each tensor has a stream of its own, keyed by the seed
 * and the parameter's place in the list, drawn in PyTorch's order.
 */
import { fillNormal, fillUniform, Purpose } from '@lockstep/data';

import type { ParameterList } from '@lockstep/task';

const NORMALISATION = /(^|[._])norm(1|2|_out)?\.(weight|bias)$/;

/** Returns the weights before the first update, as one flat vector in the stored layout. */
export function drawInitialWeights(seed: number, parameters: ParameterList): Float32Array {
  const tensors = new Map<string, Float32Array>();
  let bound = 0;
  parameters.specs.forEach(({ name, shape, size }, index) => {
    const values = new Float32Array(size);
    tensors.set(name, values);
    if (NORMALISATION.test(name)) {
      values.fill(name.endsWith('.weight') ? 1 : 0);
      return;
    }
    if (name === 'class_embedding.weight') {
      fillNormal(values, seed, Purpose.initialWeights, index, 0);
      return;
    }
    // A bias follows its weight in the list and shares its fan-in.
    const [, ...fanIn] = shape;
    if (fanIn.length > 0) bound = 1 / Math.sqrt(fanIn.reduce((product, length) => product * length, 1));
    fillUniform(values, seed, Purpose.initialWeights, index, 0);
    values.forEach((uniform, i) => (values[i] = (2 * uniform - 1) * bound));
  });
  return parameters.fromTensors(tensors);
}
