/**
 * The parameters of a configured UNet2DModel, in the order of diffusers' `state_dict()`.
 *
 * Filters are stored in TensorFlow's axis order (HWIO) and weights of linear layers as [in, out]. The published layouts are PyTorch's
 * (OIHW and [out, in]), so `UNet2DModel.load_state_dict` accepts a checkpoint.
 */
import { timeChannels, unet2dBlocks, type AttentionLayer, type Block, type ResnetLayer } from './blocks.js';
import type { UNet2DConfig } from './config.js';
import { drawInitialWeights } from '../init.js';
import { createParameterList, type ParameterDeclaration, type ParameterList } from '@lockstep/task';

/** From [out, in, height, width] to [height, width, in, out]. */
const OIHW_TO_HWIO = [2, 3, 1, 0];
/** From [out, in] to [in, out]. */
const TRANSPOSED = [1, 0];

/** Returns the list of the parameters of a configuration. */
export function unet2dParameters(config: UNet2DConfig): ParameterList {
  return createParameterList(declare(config), drawInitialWeights);
}

function declare(config: UNet2DConfig): ParameterDeclaration[] {
  const { block_out_channels: widths, num_class_embeds: classes, in_channels, out_channels } = config;
  const first = widths[0]!;
  const time = timeChannels(config);
  const blocks = unet2dBlocks(config);
  const block = ({ resnets, attentions, resampler }: Block): ParameterDeclaration[] => [
    ...attentions.flatMap(attentionLayer),
    ...resnets.flatMap((layer) => resnet(layer, time)),
    ...(resampler ? convolution(resampler.name, resampler.channels, resampler.channels, 3) : []),
  ];
  return [
    ...convolution('conv_in', in_channels, first, 3),
    ...linear('time_embedding.linear_1', first, time),
    ...linear('time_embedding.linear_2', time, time),
    ...(classes === null ? [] : [{ name: 'class_embedding.weight', shape: [classes, time] }]),
    ...blocks.down.flatMap(block),
    ...blocks.up.flatMap(block),
    ...(blocks.mid ? block(blocks.mid) : []),
    ...norm('conv_norm_out', first),
    ...convolution('conv_out', first, out_channels, 3),
  ];
}

function resnet({ name, inputs, outputs }: ResnetLayer, time: number): ParameterDeclaration[] {
  return [
    ...norm(`${name}.norm1`, inputs),
    ...convolution(`${name}.conv1`, inputs, outputs, 3),
    ...linear(`${name}.time_emb_proj`, time, outputs),
    ...norm(`${name}.norm2`, outputs),
    ...convolution(`${name}.conv2`, outputs, outputs, 3),
    ...(inputs === outputs ? [] : convolution(`${name}.conv_shortcut`, inputs, outputs, 1)),
  ];
}

function attentionLayer({ name, channels, inner }: AttentionLayer): ParameterDeclaration[] {
  return [
    ...norm(`${name}.group_norm`, channels),
    ...linear(`${name}.to_q`, channels, inner),
    ...linear(`${name}.to_k`, channels, inner),
    ...linear(`${name}.to_v`, channels, inner),
    ...linear(`${name}.to_out.0`, inner, channels),
  ];
}

function convolution(name: string, inputs: number, outputs: number, size: number): ParameterDeclaration[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs, size, size], storedAxes: OIHW_TO_HWIO },
    { name: `${name}.bias`, shape: [outputs] },
  ];
}

function linear(name: string, inputs: number, outputs: number): ParameterDeclaration[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], storedAxes: TRANSPOSED },
    { name: `${name}.bias`, shape: [outputs] },
  ];
}

function norm(name: string, channels: number): ParameterDeclaration[] {
  return [
    { name: `${name}.weight`, shape: [channels] },
    { name: `${name}.bias`, shape: [channels] },
  ];
}
