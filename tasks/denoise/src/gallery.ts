/** Computes the content of a checkpoint's figures, and of samples on request. The files of figures/ draw them. */
import { fillUniform, Purpose } from '@lockstep/data';
import { IMAGE_PIXELS, initialNoise, sampleSteps, UNetComputer, type Predict, type SampleStep } from '@lockstep/model';
import { MediaTypeError, type Drawing, type DrawRequest, type Gallery, type GalleryOptions } from '@lockstep/task';
import { loadTensorFlow } from '@lockstep/tensorflow';

import { corruptInto } from './batch.js';
import { readImageFiles } from './data.js';
import { corruptionFigure, datasetFigure, IMAGES_PER_ROW } from './figures/dataset.js';
import { predictionsFigure, samplesFigure, samplingFigure } from './figures/denoising.js';
import { describeDataset } from './figures/text.js';
import type { ImageSet } from './idx.js';

const FEW_STEPS = 5;
const MANY_STEPS = 40;
const GRID_COLUMNS = 8;

/** A grid of all images, or the values as little-endian float32, [count, 28, 28, 1]. The first is the default. */
const MEDIA_TYPES = ['image/png', 'application/octet-stream'] as const;

/** @throws TensorFlowUnavailableError, TensorFlowSettingsError, MissingImagesError, IdxFormatError */
export async function createGallery({ files, dataset, seed, threads }: GalleryOptions): Promise<Gallery> {
  const { tf } = loadTensorFlow({ threads });
  const { train, test } = await readImageFiles(files);
  return new DenoiseGallery(new UNetComputer(tf), dataset, seed, train, test);
}

class DenoiseGallery implements Gallery {
  readonly lossTitle: string;
  private step = 0;
  private readonly predict: Predict = (noised, size) => this.computer.predict(noised, size);

  constructor(
    private readonly computer: UNetComputer,
    private readonly dataset: string,
    private readonly seed: number,
    private readonly train: ImageSet,
    private readonly test: ImageSet,
  ) {
    this.lossTitle = `Training a denoising UNet on ${describeDataset(dataset).name}`;
  }

  setWeights(weights: Float32Array, step: number): void {
    this.computer.setWeights(weights);
    this.step = step;
  }

  figures(): Record<string, Uint8Array> {
    const { seed, step, dataset, predict } = this;
    const trained = corruptedRow(this.train, seed);
    const tested = corruptedRow(this.test, seed);
    const few = [...sampleSteps(predict, initialNoise(seed, IMAGES_PER_ROW), IMAGES_PER_ROW, FEW_STEPS)];
    return {
      'dataset.png': datasetFigure({ images: trained.images, dataset }),
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
      'samples-40-steps.png': this.drawGrid(seed, GRID_COLUMNS * GRID_COLUMNS, MANY_STEPS),
    };
  }

  draw({ count, steps, seed, mediaType = MEDIA_TYPES[0] }: DrawRequest): Drawing {
    switch (mediaType) {
      case 'image/png':
        return { mediaType, data: this.drawGrid(seed, count, steps) };
      case 'application/octet-stream':
        return { mediaType, data: new Uint8Array(sample(this.predict, seed, count, steps).buffer) };
      default:
        throw new MediaTypeError(mediaType, MEDIA_TYPES);
    }
  }

  dispose(): void {
    this.computer.dispose();
  }

  private drawGrid(seed: number, count: number, steps: number): Uint8Array {
    const images = sample(this.predict, seed, count, steps);
    return samplesFigure({
      images,
      columns: Math.min(GRID_COLUMNS, count),
      samplingSteps: steps,
      step: this.step,
    });
  }
}

/** Generates images from noise in the given number of steps: [count, 28, 28, 1]. */
function sample(predict: Predict, seed: number, count: number, steps: number): Float32Array {
  let last: SampleStep | undefined;
  for (const each of sampleSteps(predict, initialNoise(seed, count), count, steps)) last = each;
  // The last prediction is the result. See sampleSteps.
  return last?.prediction ?? initialNoise(seed, count);
}

/** Returns the first images of a set, and the same images corrupted by amounts from 0 to 1. */
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
