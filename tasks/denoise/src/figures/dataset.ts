/** dataset.png and corruption.png: what the network is shown. */
import { gridFigure, LABELLED_ROWS, LARGE_CELLS } from '@lockstep/figures';

import { requireAmounts, requireImages } from './checks.js';
import { imageCanvases } from './pixels.js';
import { describeDataset } from './text.js';

/** How many images a row of these figures has. */
export const IMAGES_PER_ROW = 8;

export interface DatasetFigure {
  /** [8,28,28,1] in 0..1. */
  readonly images: Float32Array;
  /** 'mnist', 'fashion-mnist' or another name, which is shown as it is. */
  readonly dataset: string;
}

export interface CorruptionFigure {
  /** [8,28,28,1] in 0..1. */
  readonly images: Float32Array;
  /** [8,28,28,1]: the same images with noise. */
  readonly corrupted: Float32Array;
  /** The share of noise in each, in 0..1. */
  readonly amounts: ArrayLike<number>;
}

/** Eight images of the training set, as PNG bytes. Throws ImageCountError. */
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

/** Eight images, and below them the same with noise, as PNG bytes. Throws ImageCountError and errors of the amounts. */
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

/** The amounts with two decimals, for the columns of a grid. */
export function amountLabels(amounts: ArrayLike<number>): string[] {
  return Array.from(amounts, (amount) => amount.toFixed(2));
}
