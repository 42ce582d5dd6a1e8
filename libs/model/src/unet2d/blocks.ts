/** The layers of a configured UNet2DModel, with their names and channels. The list of parameters and the forward pass derive from it. */
import type { UNet2DConfig } from './config.js';

/** GroupNorm, SiLU, convolution, the time's embedding, GroupNorm, SiLU, convolution, and a residual connection. */
export interface ResnetLayer {
  /** Prefix of the parameters' names, for example `down_blocks.0.resnets.1`. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** Self-attention over the pixels, with a residual connection. */
export interface AttentionLayer {
  readonly name: string;
  readonly channels: number;
  readonly heads: number;
  /** Channels of query, key and value: `heads` times the channels of a head. */
  readonly inner: number;
  readonly groups: number;
}

export interface Block {
  readonly resnets: readonly ResnetLayer[];
  /** One after each resnet of a down or up block, or one between the two resnets of the middle block. May be empty. */
  readonly attentions: readonly AttentionLayer[];
  /** The convolution after the block. It halves the size after a down block, and follows the upsampling after an up block. */
  readonly resampler: { readonly name: string; readonly channels: number } | undefined;
}

export interface Blocks {
  readonly down: readonly Block[];
  readonly mid: Block | undefined;
  readonly up: readonly Block[];
}

/** Channels of the time embedding. */
export function timeChannels({ time_embedding_dim, block_out_channels }: UNet2DConfig): number {
  return time_embedding_dim ?? block_out_channels[0]! * 4;
}

export function unet2dBlocks(config: UNet2DConfig): Blocks {
  return { down: downBlocks(config), mid: midBlock(config), up: upBlocks(config) };
}

function downBlocks(config: UNet2DConfig): Block[] {
  const { block_out_channels: widths, layers_per_block: layers } = config;
  return config.down_block_types.map((type, index) => {
    const prefix = `down_blocks.${index}`;
    const width = widths[index]!;
    const resnets = Array.from({ length: layers }, (_, layer): ResnetLayer => {
      const inputs = layer === 0 ? widths[Math.max(index - 1, 0)]! : width;
      return { name: `${prefix}.resnets.${layer}`, inputs, outputs: width };
    });
    return {
      resnets,
      attentions: type === 'AttnDownBlock2D' ? attentionLayers(config, prefix, width, layers) : [],
      resampler: index < widths.length - 1 ? { name: `${prefix}.downsamplers.0.conv`, channels: width } : undefined,
    };
  });
}

function midBlock(config: UNet2DConfig): Block | undefined {
  if (config.mid_block_type === null) return undefined;
  const width = config.block_out_channels.at(-1)!;
  const groups = config.attn_norm_num_groups ?? config.norm_num_groups;
  return {
    resnets: [0, 1].map((layer) => ({ name: `mid_block.resnets.${layer}`, inputs: width, outputs: width })),
    attentions: config.add_attention ? attentionLayers(config, 'mid_block', width, 1, groups) : [],
    resampler: undefined,
  };
}

function upBlocks(config: UNet2DConfig): Block[] {
  const widths = [...config.block_out_channels].reverse();
  const layers = config.layers_per_block + 1;
  return config.up_block_types.map((type, index) => {
    const prefix = `up_blocks.${index}`;
    const width = widths[index]!;
    const resnets = Array.from({ length: layers }, (_, layer): ResnetLayer => {
      const before = layer === 0 ? widths[Math.max(index - 1, 0)]! : width;
      // Channels of the skip connection. The last resnet of a block receives the input of the corresponding down block.
      const skipped = layer === layers - 1 ? widths[Math.min(index + 1, widths.length - 1)]! : width;
      return { name: `${prefix}.resnets.${layer}`, inputs: before + skipped, outputs: width };
    });
    return {
      resnets,
      attentions: type === 'AttnUpBlock2D' ? attentionLayers(config, prefix, width, layers) : [],
      resampler: index < widths.length - 1 ? { name: `${prefix}.upsamplers.0.conv`, channels: width } : undefined,
    };
  });
}

function attentionLayers(
  config: UNet2DConfig,
  prefix: string,
  channels: number,
  count: number,
  groups = config.norm_num_groups,
): AttentionLayer[] {
  const headSize = config.attention_head_dim ?? channels;
  const heads = Math.floor(channels / headSize);
  const inner = heads * headSize;
  return Array.from({ length: count }, (_, layer) => ({
    name: `${prefix}.attentions.${layer}`,
    channels,
    heads,
    inner,
    groups,
  }));
}
