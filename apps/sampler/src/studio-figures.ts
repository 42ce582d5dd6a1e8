/** The six figures of a checkpoint: what goes into them is computed here, how they look is the business of figures/. */
import { corruptInto, fillUniform, Purpose, type ImageSet } from '@lockstep/data';
import { initialNoise, sampleSteps, type SampleStep, type UNetComputer } from '@lockstep/model';
import {
  corruptionFigure,
  datasetFigure,
  IMAGE_PIXELS,
  IMAGES_PER_ROW,
  lossFigure,
  predictionsFigure,
  samplesFigure,
  samplingFigure,
} from './figures/index.js';
import type { StudioCheckpoint, StudioSetup } from './studio-messages.js';

const FEW_STEPS = 5;
const MANY_STEPS = 40;
const GRID_COLUMNS = 8;

const TITLES: Readonly<Record<string, string>> = { mnist: 'MNIST', 'fashion-mnist': 'Fashion-MNIST' };

export function drawFigures(
  computer: UNetComputer,
  setup: StudioSetup,
  train: ImageSet,
  test: ImageSet,
  checkpoint: StudioCheckpoint,
): Record<string, Uint8Array> {
  const { seed, stepsPerEpoch } = setup;
  const { step, losses, stepsPerLoss, epochLosses } = checkpoint;
  const dataset = TITLES[setup.dataset] ?? setup.dataset;
  const predict = (noised: Float32Array, size: number) => computer.predict(noised, size);
  const trained = corruptedRow(train, seed);
  const tested = corruptedRow(test, seed);
  const few = [...sampleSteps(predict, initialNoise(seed, IMAGES_PER_ROW), IMAGES_PER_ROW, FEW_STEPS)];
  const figures = {
    'dataset.png': datasetFigure({ images: trained.images, dataset: setup.dataset }),
    'corruption.png': corruptionFigure(trained),
    'predictions.png': predictionsFigure({
      inputs: tested.images,
      corrupted: tested.corrupted,
      predictions: predict(tested.corrupted, IMAGES_PER_ROW),
      amounts: tested.amounts,
      step,
    }),
    'sampling-5-steps.png': samplingFigure({
      inputs: few.map(({ input }) => input),
      predictions: few.map(({ prediction }) => prediction),
      steps: FEW_STEPS,
      step,
    }),
    'samples-40-steps.png': drawSamples(predict, seed, GRID_COLUMNS * GRID_COLUMNS, MANY_STEPS, step),
  };
  if (step === 0) return figures;
  const title = `Training a denoising UNet on ${dataset}`;
  const curve = { losses, stepsPerLoss, stepCount: step, epochLosses, stepsPerEpoch };
  return { ...figures, 'loss.png': lossFigure({ ...curve, title }) };
}

type Predict = (noised: Float32Array, size: number) => Float32Array;

/** `count` images from noise, [count,28,28,1]: the last prediction of so many denoising steps. */
export function sample(predict: Predict, seed: number, count: number, steps: number): Float32Array {
  let last: SampleStep | undefined;
  for (const each of sampleSteps(predict, initialNoise(seed, count), count, steps)) last = each;
  // In the last step m is 1: the image is the prediction itself.
  return last?.prediction ?? initialNoise(seed, count);
}

export function drawSamples(predict: Predict, seed: number, count: number, steps: number, step: number): Uint8Array {
  const images = sample(predict, seed, count, steps);
  return samplesFigure({ images, columns: Math.min(GRID_COLUMNS, count), samplingSteps: steps, step });
}

/** The first images of a set, and the same at amounts from 0 to 1. */
function corruptedRow(set: ImageSet, seed: number) {
  const images = new Float32Array(IMAGES_PER_ROW * IMAGE_PIXELS);
  const corrupted = new Float32Array(images.length);
  const amounts = Array.from({ length: IMAGES_PER_ROW }, (_, i) => i / (IMAGES_PER_ROW - 1));
  const uniform = new Float64Array(IMAGE_PIXELS);
  for (const [i, amount] of amounts.entries()) {
    const pixels = set.pixels.subarray(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS);
    fillUniform(uniform, seed, Purpose.figures, 0, i);
    corruptInto(pixels, 0, uniform, images, i * IMAGE_PIXELS);
    corruptInto(pixels, amount, uniform, corrupted, i * IMAGE_PIXELS);
  }
  return { images, corrupted, amounts };
}
