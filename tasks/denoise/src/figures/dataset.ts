/** Draws dataset.png and corruption.png, the input of the network. */
import { gridFigure, LABELLED_ROWS, LARGE_CELLS } from '@lockstep/figures';

import { requireAmounts, requireImages } from './checks.js';
import { imageCanvases } from './pixels.js';
import { describeDataset } from './text.js';

/** Number of images in a row of these figures. */
export const IMAGES_PER_ROW = 8;

export interface DatasetFigure {
  /** [8, 28, 28, 1], values from 0 to 1. */
  readonly images: Float32Array;
  /** Name of the data set. A name other than mnist and fashion-mnist is shown unchanged. */
  readonly dataset: string;
}

export interface CorruptionFigure {
  /** [8, 28, 28, 1], values from 0 to 1. */
  readonly images: Float32Array;
  /** The same images with noise, [8, 28, 28, 1]. */
  readonly corrupted: Float32Array;
  /** The share of noise in each image, from 0 to 1. */
  readonly amounts: ArrayLike<number>;
}

/**
 * Draws eight images of the training set, as PNG bytes.
 * @throws ImageCountError
 */
export function datasetFigure({ images, dataset }: DatasetFigure): Buffer {
  requireImages('dataset figure', 'images', images, IMAGES_PER_ROW);
  const { name, items } = describeDataset(dataset);
  return gridFigure(
    { style: LARGE_CELLS, blocks: [{ rows: [imageCanvases(images)] }] },
    {
      title: `${name}: eight training ${items}`,
      subtitle: '28 × 28 pixels of one channel, with values from 0 to 1',
      caption: 'Drawn as ink on paper: 0 is white, 1 is black.',
    },
  );
}

/**
 * Draws eight images, and below them the same images with noise, as PNG bytes.
 * @throws ImageCountError, ListLengthError, FigureNumberError
 */
export function corruptionFigure({ images, corrupted, amounts }: CorruptionFigure): Buffer {
  const figure = 'corruption figure';
  requireImages(figure, 'images', images, IMAGES_PER_ROW);
  requireImages(figure, 'corrupted', corrupted, IMAGES_PER_ROW);
  requireAmounts(figure, amounts, IMAGES_PER_ROW);
  return gridFigure(
    {
      style: LABELLED_ROWS,
      blocks: [{ rows: [imageCanvases(images), imageCanvases(corrupted)], columnLabels: amountLabels(amounts) }],
      rowLabels: ['Clean', 'Corrupted'],
      columnLabelTitle: 'Noise a',
    },
    {
      title: 'Corruption: from a clean image to pure noise',
      subtitle: 'Each image is mixed with uniform noise; the network learns to undo it',
      caption:
        'corrupted = (1 − a) · clean + a · noise. In training, a is drawn uniformly from 0 to 1 for every image.',
    },
  );
}

/** Returns the amounts with two decimals, as column labels. */
export function amountLabels(amounts: ArrayLike<number>): string[] {
  return Array.from(amounts, (amount) => amount.toFixed(2));
}
