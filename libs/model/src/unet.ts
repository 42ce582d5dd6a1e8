/**
 * BasicUNet's forward pass: three convolutions down to 7x7, three up again.
 *
 * On the way down an activation is kept before it is pooled, on the way up it is added to what was upsampled to its size.
 * The architecture and the order of operations are those of the BasicUNet in Hugging Face's course on diffusion models.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { Operations } from './operations.js';

/** Height and width of an image. */
export const IMAGE_SIZE = 28;
/** Pixels of an image. */
export const IMAGE_PIXELS = IMAGE_SIZE * IMAGE_SIZE;

/**
 * Predicts the clean images from noised ones.
 * @param weights filter, bias of each layer as in PARAMETERS
 * @param noised [n, 28, 28, 1]
 * @returns [n, 28, 28, 1]
 */
export function basicUNet(ops: Operations, weights: readonly tfjs.Tensor[], noised: tfjs.Tensor4D): tfjs.Tensor4D {
  const layer = (index: number, x: tfjs.Tensor4D): tfjs.Tensor4D => {
    const [filter, bias] = weights.slice(2 * index) as [tfjs.Tensor4D, tfjs.Tensor1D];
    return ops.biasSilu(ops.convolve(x, filter), bias);
  };
  const down0 = layer(0, noised); //                                  [n, 28, 28, 32]
  const down1 = layer(1, ops.maxPool(down0)); //                      [n, 14, 14, 64]
  const down2 = layer(2, ops.maxPool(down1)); //                      [n,  7,  7, 64]
  const up0 = layer(3, down2); //                                     [n,  7,  7, 64]
  const up1 = layer(4, ops.upsample(up0).add<tfjs.Tensor4D>(down1)); // [n, 14, 14, 32]
  return layer(5, ops.upsample(up1).add<tfjs.Tensor4D>(down0)); //    [n, 28, 28, 1]
}
