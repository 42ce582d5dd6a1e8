import { describe, expect, it } from 'vitest';

import { COURSE_UNET2D, UNET2D_DEFAULTS, unet2dConfig } from './config.js';

describe('unet2dConfig', () => {
  it("completes a config.json of diffusers by diffusers' defaults", () => {
    expect(unet2dConfig({})).toEqual(UNET2D_DEFAULTS);
    const written = {
      ...COURSE_UNET2D,
      _class_name: 'UNet2DModel',
      dropout: 0,
      act_fn: 'silu',
      class_embed_type: null,
    };
    expect(unet2dConfig(written)).toEqual(COURSE_UNET2D);
  });

  it.each([
    [{ channels: 3 }, 'no setting named channels'],
    [{ dropout: 0.1 }, 'dropout is 0.1, but only 0 is implemented'],
    [{ time_embedding_type: 'fourier' }, 'time_embedding_type is "fourier"'],
    [{ resnet_time_scale_shift: 'scale_shift' }, 'resnet_time_scale_shift'],
    [{ block_out_channels: [32, 64] }, 'down_block_types has 4 entries, but block_out_channels has 2'],
    [{ down_block_types: ['DownBlock2D', 'SkipDownBlock2D', 'DownBlock2D', 'DownBlock2D'] }, 'SkipDownBlock2D'],
    [{ norm_num_groups: 0 }, 'integers of at least 1, not 0'],
  ])('refuses %o', (settings, message) => {
    expect(() => unet2dConfig(settings)).toThrow(message);
  });
});
