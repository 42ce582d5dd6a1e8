/**
 * BasicUNet: three convolutions down to 7x7 pixels and three up again.
 *
 * Each activation of the down path is kept before pooling, and is added to the upsampled activation of the same size in the up path.
 * The architecture and the order of operations are those of the BasicUNet in Hugging Face's course on diffusion models.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { Layer, LayerGradients, LayerParameters, Operations, Values } from './operations.js';

/** Height and width of an image in pixels. */
export const IMAGE_SIZE = 28;
/** Number of pixels of an image. */
export const IMAGE_PIXELS = IMAGE_SIZE * IMAGE_SIZE;

/** A forward pass, and its backward pass. */
export interface UNetPass {
  /** [n, 28, 28, 1] */
  readonly prediction: tfjs.Tensor4D;
  /**
   * Takes the gradient with respect to the prediction. Returns the gradients with respect to the parameters, in the order of BASIC_UNET.
   * Call it at most once.
   */
  readonly backward: (dPrediction: tfjs.Tensor4D) => Values[];
}

/**
 * Predicts clean images from noised images.
 * @param layers parameters of the six layers, as in BASIC_UNET
 * @param noised [n, 28, 28, 1]
 */
export function basicUNet(ops: Operations, layers: readonly LayerParameters[], noised: tfjs.Tensor4D): UNetPass {
  const layer = (index: number, x: tfjs.Tensor4D): Layer => ops.layer(x, layers[index]!);
  const down0 = layer(0, noised); //                                    [n, 28, 28, 32]
  const pool0 = ops.maxPool(down0.value);
  const down1 = layer(1, pool0.value); //                               [n, 14, 14, 64]
  const pool1 = ops.maxPool(down1.value);
  const down2 = layer(2, pool1.value); //                               [n,  7,  7, 64]
  const up0 = layer(3, down2.value); //                                 [n,  7,  7, 64]
  const up1 = layer(4, ops.upsampleAdd(up0.value, down1.value)); //     [n, 14, 14, 32]
  const up2 = layer(5, ops.upsampleAdd(up1.value, down0.value)); //     [n, 28, 28, 1]

  const backward = (dPrediction: tfjs.Tensor4D): Values[] => {
    const dUp2 = up2.backward(dPrediction);
    const dSum1 = dUp2.input(); // to up1, and by the skip connection to down0
    const dUp1 = up1.backward(ops.upsampleGradient(dSum1));
    const dSum0 = dUp1.input(); // to up0, and by the skip connection to down1
    const dUp0 = up0.backward(ops.upsampleGradient(dSum0));
    const dDown2 = down2.backward(dUp0.input());
    const dDown1 = down1.backward(pool1.backward(dDown2.input()).add(dSum0));
    const dDown0 = down0.backward(pool0.backward(dDown1.input()).add(dSum1));
    const inOrder: LayerGradients[] = [dDown0, dDown1, dDown2, dUp0, dUp1, dUp2];
    return inOrder.flatMap(({ filter, bias }) => [filter, bias]);
  };
  return { prediction: up2.value, backward };
}
