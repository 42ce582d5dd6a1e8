/**
 * Scaled dot-product attention (Vaswani et al. 2017) whose gradient keeps one large tensor, the attention weights.
 *
 * The gradient of a softmax is p * (dp - sum(dp * p)). The sum over tokens equals the sum of dy * y over a head's few channels
 * (Dao et al. 2022, FlashAttention), so no large tensor is read for it. An additional channel in the product that makes dp
 * subtracts it.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '../backend.js';
import { callNative } from './native.js';

type Tensor3D = tfjs.Tensor3D;

/**
 * Returns softmax(query * key^T / sqrt(channels of a head)) * value for each head. All tensors are [n, tokens, c], and head i has the
 * i-th of `heads` equal ranges of channels. Differentiable.
 * @throws RangeError if `heads` does not divide the number of channels
 */
export function attention(
  tf: TensorFlow,
  query: Tensor3D,
  key: Tensor3D,
  value: Tensor3D,
  { heads }: { readonly heads: number },
): Tensor3D {
  const [samples, , channels] = query.shape;
  if (channels % heads !== 0) throw new RangeError(`${heads} heads do not divide ${channels} channels.`);
  const size = channels / heads;
  const scale = 1 / Math.sqrt(size);
  const split = (x: tfjs.Tensor): Tensor3D =>
    x
      .reshape([samples, -1, heads, size])
      .transpose([0, 2, 1, 3])
      .reshape<Tensor3D>([samples * heads, -1, size]);
  const join = (x: tfjs.Tensor): Tensor3D =>
    x.reshape([samples, heads, -1, size]).transpose([0, 2, 1, 3]).reshape<Tensor3D>([samples, -1, channels]);

  const apply = tf.customGrad((...args) => {
    const save = args.at(-1) as tfjs.GradSaveFunc;
    const [q, k, v] = [split(query).mul<Tensor3D>(scale), split(key), split(value)]; // [n * heads, tokens, size]
    const scores = tf.matMul(q, k, false, true); //                             [n * heads, tokens, tokens]
    const weights = callNative<Tensor3D>(tf, 'Softmax', [scores]); //           the same
    const y = tf.matMul(weights, v); //                                         [n * heads, tokens, size]
    save([q, k, v, weights, y]);

    const gradFunc = (dJoined: tfjs.Tensor, saved: tfjs.Tensor[]): tfjs.Tensor[] =>
      tf.tidy(() => {
        const [q, k, v, p, y] = saved as [Tensor3D, Tensor3D, Tensor3D, Tensor3D, Tensor3D];
        const dy = split(dJoined); //                                           [n * heads, tokens, size]
        const dv = tf.matMul(p, dy, true, false); //                            [n * heads, tokens, size]
        const rowSums = dy.mul(y).sum(-1, true).neg(); //                       [n * heads, tokens, 1]
        const wideV = tf.concat([v, tf.ones([v.shape[0], v.shape[1], 1])], 2); // [n * heads, tokens, size + 1]
        const difference = tf.matMul(tf.concat([dy, rowSums], 2), wideV, false, true); // [n * heads, tokens, tokens]
        const dScores = p.mul<Tensor3D>(difference); //                         the same
        const dq = tf.matMul(dScores, k).mul(scale); //                         [n * heads, tokens, size]
        const dk = tf.matMul(dScores, q, true, false); //                       [n * heads, tokens, size]
        return [join(dq), join(dk), join(dv)];
      });
    return { value: join(y), gradFunc };
  });
  return apply(query, key, value);
}
