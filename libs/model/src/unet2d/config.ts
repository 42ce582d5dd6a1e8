/**
 * The configuration of UNet2DModel, with the names, meanings and defaults of Hugging Face diffusers 0.42 (models/unets/unet_2d.py).
 *
 * The names are those of diffusers' `config.json`, so that files written by diffusers can be read. A setting that is not implemented
 * is refused unless it has the value that changes nothing.
 */
import { UNet2DConfigError } from '../errors.js';

export type DownBlockType = 'DownBlock2D' | 'AttnDownBlock2D';
export type UpBlockType = 'UpBlock2D' | 'AttnUpBlock2D';

export interface UNet2DConfig {
  /** Height and width of an image, as one number or [height, width]. The network computes any size that the blocks can halve. */
  readonly sample_size: number | readonly [number, number] | null;
  readonly in_channels: number;
  readonly out_channels: number;
  /** Whether the input is scaled from 0…1 to -1…1 before the first layer. */
  readonly center_input_sample: boolean;
  /** Channels of the time embedding. null means four times the channels of the first block. */
  readonly time_embedding_dim: number | null;
  /** Subtracted from the number of frequencies in the exponent of the time embedding. */
  readonly freq_shift: number;
  /** Whether the cosines of the time embedding precede the sines. */
  readonly flip_sin_to_cos: boolean;
  readonly down_block_types: readonly DownBlockType[];
  readonly mid_block_type: 'UNetMidBlock2D' | null;
  readonly up_block_types: readonly UpBlockType[];
  readonly block_out_channels: readonly number[];
  readonly layers_per_block: number;
  /** Divisor of the sums of the middle block's residual connections. */
  readonly mid_block_scale_factor: number;
  /** Rows and columns of zeros on all sides. 0 means one row below and one column at the right. */
  readonly downsample_padding: number;
  /** Channels of one attention head. null means all channels. */
  readonly attention_head_dim: number | null;
  readonly norm_num_groups: number;
  /** Groups of the middle block's attention. null means `norm_num_groups`. */
  readonly attn_norm_num_groups: number | null;
  readonly norm_eps: number;
  /** Whether the middle block has attention. */
  readonly add_attention: boolean;
  /** Number of classes, whose embedding is added to the time's. null means that the network is not conditioned on a class. */
  readonly num_class_embeds: number | null;
}

export const UNET2D_DEFAULTS: UNet2DConfig = {
  sample_size: null,
  in_channels: 3,
  out_channels: 3,
  center_input_sample: false,
  time_embedding_dim: null,
  freq_shift: 0,
  flip_sin_to_cos: true,
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D'],
  mid_block_type: 'UNetMidBlock2D',
  up_block_types: ['AttnUpBlock2D', 'AttnUpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
  block_out_channels: [224, 448, 672, 896],
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  downsample_padding: 1,
  attention_head_dim: 8,
  norm_num_groups: 32,
  attn_norm_num_groups: null,
  norm_eps: 1e-5,
  add_attention: true,
  num_class_embeds: null,
};

/** The network of the Hugging Face course on diffusion models: 1,707,009 parameters. */
export const COURSE_UNET2D: UNet2DConfig = {
  ...UNET2D_DEFAULTS,
  sample_size: 28,
  in_channels: 1,
  out_channels: 1,
  block_out_channels: [32, 64, 64],
  down_block_types: ['DownBlock2D', 'AttnDownBlock2D', 'AttnDownBlock2D'],
  up_block_types: ['AttnUpBlock2D', 'AttnUpBlock2D', 'UpBlock2D'],
};

/** Settings of diffusers that are not implemented, and the values with which they change nothing. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  time_embedding_type: ['positional'],
  downsample_type: ['conv'],
  upsample_type: ['conv'],
  dropout: [0],
  act_fn: ['silu', 'swish'],
  resnet_time_scale_shift: ['default'],
  class_embed_type: [null],
  num_train_timesteps: [null],
};

/**
 * Checks the content of a `config.json` of diffusers and completes it by diffusers' defaults.
 * @throws UNet2DConfigError that names the setting
 */
export function unet2dConfig(settings: Readonly<Record<string, unknown>> | Partial<UNet2DConfig>): UNet2DConfig {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(settings)) {
    if (name in UNET2D_DEFAULTS) known[name] = value;
    else if (name in NEUTRAL) checkNeutral(name, value);
    // Names that begin with _ hold the class and version that wrote the file.
    else if (!name.startsWith('_')) throw new UNet2DConfigError(`UNet2DModel has no setting named ${name}.`);
  }
  const config = { ...UNET2D_DEFAULTS, ...known };
  checkBlocks(config);
  checkChannels(config);
  return config;
}

function checkNeutral(name: string, value: unknown): void {
  const allowed = NEUTRAL[name]!;
  if (allowed.includes(value)) return;
  const choice = allowed.map((item) => JSON.stringify(item)).join(' or ');
  throw new UNet2DConfigError(`${name} is ${JSON.stringify(value)}, but only ${choice} is implemented.`);
}

function checkBlocks(config: UNet2DConfig): void {
  const count = config.block_out_channels.length;
  for (const name of ['down_block_types', 'up_block_types'] as const) {
    if (config[name].length === count && count > 0) continue;
    throw new UNet2DConfigError(`${name} has ${config[name].length} entries, but block_out_channels has ${count}.`);
  }
  const [down, up]: [string[], string[]] = [
    ['DownBlock2D', 'AttnDownBlock2D'],
    ['UpBlock2D', 'AttnUpBlock2D'],
  ];
  const unknown =
    config.down_block_types.find((type) => !down.includes(type)) ??
    config.up_block_types.find((type) => !up.includes(type));
  if (unknown) throw new UNet2DConfigError(`The block type ${unknown} is not one of ${[...down, ...up].join(', ')}.`);
  if (![null, 'UNetMidBlock2D'].includes(config.mid_block_type)) {
    throw new UNet2DConfigError(`mid_block_type is ${config.mid_block_type}, not UNetMidBlock2D or null.`);
  }
}

function checkChannels(config: UNet2DConfig): void {
  const { block_out_channels, norm_num_groups, attn_norm_num_groups } = config;
  const whole = { in: config.in_channels, out: config.out_channels, layers: config.layers_per_block };
  const wrong = [...block_out_channels, norm_num_groups, attn_norm_num_groups ?? 1, ...Object.values(whole)].find(
    (number) => !Number.isInteger(number) || number < 1,
  );
  if (wrong !== undefined) {
    throw new UNet2DConfigError(`Channels, groups and layers must be integers of at least 1, not ${wrong}.`);
  }
}
