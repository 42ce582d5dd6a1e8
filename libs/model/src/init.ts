/**
 * The initial weights of the networks, distributed as PyTorch and diffusers initialise theirs.
 *
 * Convolutions and linear layers: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weights and biases (Kaiming-uniform with a = sqrt(5),
 * torch.nn.modules.conv). Normalisations: ones and zeros. The embedding of classes: standard normal.
 *
 * Each tensor has a random stream keyed by the seed and the parameter's index in the list. It is drawn in the published layout
 * (PyTorch's), computed in float64 and rounded once, so every machine and every Node version starts with equal bits.
 */
import { fillNormal, fillUniform, Purpose } from '@lockstep/data';
import type { ParameterList } from '@lockstep/task';

const NORMALISATION = /(^|[._])norm(1|2|_out)?\.(weight|bias)$/;

/** Returns the weights before the first update, in wire order. */
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
    // A bias follows its weight in the list and has the same fan-in.
    const [, ...fanIn] = shape;
    if (fanIn.length > 0) bound = 1 / Math.sqrt(fanIn.reduce((product, length) => product * length, 1));
    fillUniform(values, seed, Purpose.initialWeights, index, 0);
    values.forEach((uniform, i) => (values[i] = (2 * uniform - 1) * bound));
  });
  return parameters.fromTensors(tensors);
}
