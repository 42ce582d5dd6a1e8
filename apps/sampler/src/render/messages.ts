/** Messages between the sampler's main thread and its render thread. */
import type { Drawing, DrawRequest, GalleryOptions } from '@lockstep/task';

/** What the render thread is started with. */
export interface RenderSetup extends GalleryOptions {
  /** As `--task` says, and where its relative paths start. */
  task: string;
  directory: string;
  /** Steps of one epoch, for the loss figure. */
  stepsPerEpoch: number;
}

/** The weights of a checkpoint, and what the loss figure shows of the training until then. */
export interface RenderCheckpoint {
  step: number;
  /** In wire order. */
  weights: Float32Array;
  /** Each the mean loss of `stepsPerLoss` steps, in the order of the steps; NaN where no record is known. */
  losses: Float64Array;
  stepsPerLoss: number;
  epochLosses: readonly number[];
}

export type RenderRequest = { kind: 'figures'; checkpoint: RenderCheckpoint } | ({ kind: 'sample' } & DrawRequest);

/** Figures by file name, or the samples that were asked for. */
export type RenderResult =
  { kind: 'figures'; files: Record<string, Uint8Array> } | ({ kind: 'sample'; step: number } & Drawing);

/** `refused`: the request itself is wrong. */
export type RenderReply = { id: number; result: RenderResult } | { id: number; error: string; refused: boolean };
