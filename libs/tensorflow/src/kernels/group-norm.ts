/**
 * Group normalisation (Wu & He 2018) of channels-last activations, optionally followed by SiLU.
 *
 * A group is a range of channels with all their pixels. TensorFlow has no kernel for group normalisation, and general reductions over
 * two separate axes are slow. Here each pass over the activations is a sum over pixels, or an operation with one factor per sample and
 * channel. The small tensors of these sums and factors are reduced over groups.
 *
 * The mean is subtracted before squaring, so the variance keeps its digits when the mean is much larger than the deviation.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { callNative } from './native.js';
import { siluGradient } from './silu.js';

type Tensor3D = tfjs.Tensor3D;

export interface GroupNormOptions {
  /** Number of groups; divides the number of channels. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Function applied to the result. Default none. */
  readonly activation?: 'silu';
}

/**
 * Returns (x - mean) / sqrt(variance + epsilon) * weight + bias: x [n, ..., c], weight [c], bias [c]. Differentiable.
 * @throws RangeError if `groups` does not divide the number of channels
 */
export function groupNorm<T extends tfjs.Tensor>(
  tf: TensorFlow,
  x: T,
  weight: tfjs.Tensor1D,
  bias: tfjs.Tensor1D,
  { groups, epsilon, activation }: GroupNormOptions,
): T {
  const [samples, channels] = [x.shape[0], x.shape.at(-1)!];
  const pixels = x.size / (samples * channels);
  if (channels % groups !== 0) throw new RangeError(`${groups} groups do not divide ${channels} channels.`);
  /** From sums over pixels to means over groups, repeated for each channel: [n, c] to [n, 1, c]. */
  const groupMean = (sums: tfjs.Tensor): Tensor3D => {
    const size = channels / groups;
    const joined: tfjs.Tensor =
      size === 1 ? sums : sums.reshape([samples, groups, size]).sum(2, true).tile([1, 1, size]);
    return joined.mul(1 / (size * pixels)).reshape<Tensor3D>([samples, 1, channels]);
  };

  const apply = tf.customGrad((...args) => {
    const [input, gamma, beta, save] = args as unknown as [T, tfjs.Tensor1D, tfjs.Tensor1D, tfjs.GradSaveFunc];
    const rows = input.reshape<Tensor3D>([samples, pixels, channels]);
    const centred = rows.sub<Tensor3D>(groupMean(rows.sum(1))); //             [n, p, c]
    const variance = groupMean(centred.square().sum(1)); //                    [n, 1, c]
    const inverse = tf.rsqrt(variance.add<Tensor3D>(epsilon)); //              [n, 1, c]
    const scaled = centred.mul<Tensor3D>(inverse.mul(gamma)); //               [n, p, c]
    const normed = callNative<Tensor3D>(tf, 'BiasAdd', [scaled, beta], { data_format: 'NHWC' });
    const sigmoid = activation ? normed.sigmoid() : undefined; //              [n, p, c]
    save([centred, inverse, gamma, ...(sigmoid ? [normed, sigmoid] : [])]);

    const gradFunc = (dy: tfjs.Tensor, saved: tfjs.Tensor[]): tfjs.Tensor[] =>
      tf.tidy(() => {
        const [xc, r, g, z, s] = saved as [Tensor3D, Tensor3D, tfjs.Tensor1D, Tensor3D?, Tensor3D?];
        const dRows = dy.reshape<Tensor3D>(xc.shape); //                       [n, p, c]
        const dz = z && s ? siluGradient<Tensor3D>(tf, dRows, z, s) : dRows; //[n, p, c]
        const sums = dz.sum<tfjs.Tensor2D>(1); //                              [n, c]
        const products = dz.mul(xc).sum<tfjs.Tensor2D>(1); //                  [n, c]
        const dGamma = products.mul(r.reshape(products.shape)).sum(0); //      [c]
        // dx = r * (g * dz - mean(g * dz) - xc * r^2 * mean(g * dz * xc)), means over groups.
        const offset = groupMean(sums.mul(g)).mul(r); //                       [n, 1, c]
        const slope = groupMean(products.mul(g)).mul(r.mul(r.square())); //    [n, 1, c]
        const dx = dz.mul(r.mul(g)).sub(xc.mul(slope).add(offset)); //         [n, p, c]
        return [dx.reshape(dy.shape), dGamma, sums.sum(0)];
      });
    const value = sigmoid ? normed.mul(sigmoid) : normed;
    return { value: value.reshape<T>(input.shape), gradFunc };
  });
  return apply(x, weight, bias);
}
