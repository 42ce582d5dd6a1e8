/** Messages between the sampler's main thread and its render thread. */
import type { Drawing, DrawRequest, GalleryOptions } from '@lockstep/task';

/** Arguments of the render thread. */
export interface RenderSetup extends GalleryOptions {
  /** The value of `--task`. */
  task: string;
  /** Base of a relative path in `task`. */
  directory: string;
  /** Steps of one epoch, for the loss figure. */
  stepsPerEpoch: number;
}

/** The weights of a checkpoint, and the losses until its step. */
export interface RenderCheckpoint {
  step: number;
  /** In wire order. */
  weights: Float32Array;
  /** Means over consecutive spans of `stepsPerLoss` steps; NaN where no loss is known. */
  losses: Float64Array;
  stepsPerLoss: number;
  epochLosses: readonly number[];
}

export type RenderRequest = { kind: 'figures'; checkpoint: RenderCheckpoint } | ({ kind: 'sample' } & DrawRequest);

/** Figures by file name, or the requested samples. */
export type RenderResult =
  { kind: 'figures'; files: Record<string, Uint8Array> } | ({ kind: 'sample'; step: number } & Drawing);

/** `refused` is true when the request is invalid. */
export type RenderReply = { id: number; result: RenderResult } | { id: number; error: string; refused: boolean };
