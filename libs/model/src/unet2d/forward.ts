/**
 * The forward pass of UNet2DModel of Hugging Face diffusers (models/unets/unet_2d.py).
 *
 * The network predicts the noise in an image from the noised image and its timestep. The down path keeps the result of each layer, and
 * each resnet of the up path takes one of them as additional channels. tfjs' automatic differentiation gives the gradient with respect
 * to the parameters. All kernels are deterministic on every device.
 */
import type * as tfjs from '@tensorflow/tfjs-node-gpu';

import type { TensorFlow } from '@lockstep/tensorflow';
import { silu, upsampleNearest, type ConvolutionOptions } from '@lockstep/tensorflow';
import { unet2dBlocks, type Block } from './blocks.js';
import type { UNet2DConfig } from './config.js';
import { embedTime } from './embedding.js';
import { UNet2DConfigError } from '../errors.js';
import { Layers, type NamedTensors } from './layers.js';

type Tensor4D = tfjs.Tensor4D;

/** The input of the network. */
export interface UNet2DInput {
  /** Images, [n, h, w, in_channels]. */
  readonly sample: Tensor4D;
  /** [n], integers or fractions. */
  readonly timesteps: tfjs.Tensor1D;
  /** [n], integers from 0. Required if the network has class embeddings (`num_class_embeds`), refused otherwise. */
  readonly classLabels?: tfjs.Tensor1D | undefined;
}

/**
 * Returns the predicted noise, [n, h, w, out_channels]. Call it within `tf.tidy`.
 * @param parameters keyed by diffusers' names, in the stored shapes of `unet2dParameters`
 * @throws UNet2DConfigError if a parameter is missing or class labels do not fit the configuration
 */
export function unet2d(
  tf: TensorFlow,
  config: UNet2DConfig,
  parameters: NamedTensors,
  { sample, timesteps, classLabels }: UNet2DInput,
): Tensor4D {
  const layers = new Layers(tf, parameters, config.norm_eps);
  const blocks = unet2dBlocks(config);
  const groups = config.norm_num_groups;
  const time = silu(tf, conditioning(layers, config, timesteps, classLabels)); //  [n, t]
  const input = config.center_input_sample ? sample.mul<Tensor4D>(2).sub<Tensor4D>(1) : sample;

  let x = layers.convolution('conv_in', input, { differentiateInput: false }); // [n, h, w, c0]
  const kept = [x];
  for (const block of blocks.down) {
    block.resnets.forEach((resnet, index) => {
      x = layers.resnet(resnet, x, time, groups); //                              [n, h, w, c]
      x = attend(layers, block, index, x); //                                     [n, h, w, c]
      kept.push(x);
    });
    if (!block.resampler) continue;
    x = layers.convolution(block.resampler.name, x, halving(config)); //          [n, h / 2, w / 2, c]
    kept.push(x);
  }
  blocks.mid?.resnets.forEach((resnet, index) => {
    const divisor = config.mid_block_scale_factor;
    if (index > 0) x = attend(layers, blocks.mid!, index - 1, x, divisor); //     [n, h, w, c]
    x = layers.resnet(resnet, x, time, groups, divisor); //                       [n, h, w, c]
  });
  for (const block of blocks.up) {
    block.resnets.forEach((resnet, index) => {
      const joined = tf.concat([x, kept.pop()!], 3); //                           [n, h, w, c + kept]
      x = attend(layers, block, index, layers.resnet(resnet, joined, time, groups)); // [n, h, w, c]
    });
    if (!block.resampler) continue;
    x = layers.convolution(block.resampler.name, upsampleNearest(tf, x)); //      [n, 2h, 2w, c]
  }
  x = layers.norm('conv_norm_out', x, groups, 'silu'); //                         [n, h, w, c0]
  return layers.convolution('conv_out', x); //                                    [n, h, w, out]
}

/** Returns the embedding of the time plus the embedding of the class, [n, t]. */
function conditioning(
  layers: Layers,
  config: UNet2DConfig,
  timesteps: tfjs.Tensor1D,
  classLabels: tfjs.Tensor1D | undefined,
): tfjs.Tensor2D {
  const { freq_shift: freqShift, flip_sin_to_cos: flipSinToCos, num_class_embeds: classes } = config;
  const channels = config.block_out_channels[0]!;
  const embedded = embedTime(layers.tf, timesteps, { channels, freqShift, flipSinToCos }); // [n, c0]
  const time = layers.timeEmbedding('time_embedding', embedded); //                [n, t]
  if ((classes === null) !== (classLabels === undefined)) {
    throw new UNet2DConfigError(
      classes === null
        ? 'The network has no class embedding, but class labels were given.'
        : `The network has an embedding of ${classes} classes and needs class labels.`,
    );
  }
  if (classes === null) return time;
  // A matrix product replaces a gather, whose gradient is not deterministic on GPUs.
  const chosen = layers.tf.oneHot(classLabels!.toInt(), classes).toFloat() as tfjs.Tensor2D; // [n, classes]
  return time.add(layers.tf.matMul(chosen, layers.parameter<tfjs.Tensor2D>('class_embedding.weight')));
}

function attend(layers: Layers, { attentions }: Block, index: number, x: Tensor4D, divisor = 1): Tensor4D {
  const layer = attentions[index];
  return layer ? layers.attention(layer, x, divisor) : x;
}

function halving({ downsample_padding: padding }: UNet2DConfig): ConvolutionOptions {
  return { stride: 2, padding: padding === 0 ? [0, 1] : [padding, padding] };
}
