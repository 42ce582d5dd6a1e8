/** The list of BasicUNet's parameters. Filters are stored in TensorFlow's axis order (HWIO) and published in PyTorch's (OIHW). */
import { createParameterList, type ParameterDeclaration } from '@lockstep/task';

import { drawInitialWeights } from '../init.js';

/** Height and width of every filter. */
const FILTER_SIZE = 5;
/** From [out, in, height, width] to [height, width, in, out]. */
const OIHW_TO_HWIO = [2, 3, 1, 0];

/** The convolutions in the order of the forward pass: name, input channels, output channels. */
const LAYERS: readonly (readonly [name: string, inputs: number, outputs: number])[] = [
  ['down_layers.0', 1, 32],
  ['down_layers.1', 32, 64],
  ['down_layers.2', 64, 64],
  ['up_layers.0', 64, 64],
  ['up_layers.1', 64, 32],
  ['up_layers.2', 32, 1],
];

/** Weight and bias of each layer, in the order of the forward pass, with PyTorch's names: 309,057 values. */
export const BASIC_UNET = createParameterList(
  LAYERS.flatMap(([name, inputs, outputs]): ParameterDeclaration[] => [
    { name: `${name}.weight`, shape: [outputs, inputs, FILTER_SIZE, FILTER_SIZE], storedAxes: OIHW_TO_HWIO },
    { name: `${name}.bias`, shape: [outputs] },
  ]),
  drawInitialWeights,
);
