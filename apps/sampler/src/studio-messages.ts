/** What the sampler's main thread and its drawing thread say to each other. */
import type { ImageFormat } from '@lockstep/protocol';

export interface StudioSetup {
  threads: number;
  seed: number;
  /** Name of the dataset, for titles. */
  dataset: string;
  /** Steps of one epoch, for the loss figure. */
  stepsPerEpoch: number;
  trainImagesPath: string;
  testImagesPath: string;
}

/** The weights of a checkpoint and what the loss figure shows of the training until then. */
export interface StudioCheckpoint {
  step: number;
  /** Flat, in TensorFlow's layout. */
  weights: Float32Array;
  /** As in `Losses`. */
  losses: Float64Array;
  stepsPerLoss: number;
  epochLosses: readonly number[];
}

export type StudioRequest =
  | { kind: 'figures'; checkpoint: StudioCheckpoint }
  | { kind: 'sample'; count: number; steps: number; seed: number; format: ImageFormat };

/** Figures by file name, or the images that were asked for. */
export type StudioResult =
  { kind: 'figures'; files: Record<string, Uint8Array> } | { kind: 'sample'; step: number; data: Uint8Array };

export type StudioReply = { id: number; result: StudioResult } | { id: number; error: string };
