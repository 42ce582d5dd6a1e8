/** Draws predictions.png, sampling-5-steps.png and samples-40-steps.png, the output of the network. */
import {
  describeWeights,
  formatCount,
  formatQuantity,
  gridFigure,
  LABELLED_ROWS,
  LARGE_CELLS,
  ListLengthError,
  requireInteger,
  TWO_BLOCKS,
} from '@lockstep/figures';
import { IMAGE_PIXELS } from '@lockstep/model';
import type { Canvas } from '@napi-rs/canvas';

import { requireAmounts, requireImages } from './checks.js';
import { amountLabels, IMAGES_PER_ROW } from './dataset.js';
import { ImageCountError } from './errors.js';
import { imageCanvases } from './pixels.js';

export interface PredictionsFigure {
  /** The clean images, [8, 28, 28, 1], values from 0 to 1. */
  readonly inputs: Float32Array;
  /** The network's input, [8, 28, 28, 1]. */
  readonly corrupted: Float32Array;
  /** The network's output, [8, 28, 28, 1]. */
  readonly predictions: Float32Array;
  /** The share of noise in each corrupted image, from 0 to 1. */
  readonly amounts: ArrayLike<number>;
  /** Number of updates that the weights contain. */
  readonly step: number;
}

export interface SamplingFigure {
  /** The network's input in each sampling step, [8, 28, 28, 1]. */
  readonly inputs: readonly Float32Array[];
  /** The network's output in each sampling step, [8, 28, 28, 1]. */
  readonly predictions: readonly Float32Array[];
  /** Number of sampling steps, which each have a row. */
  readonly steps: number;
  /** Number of updates that the weights contain. */
  readonly step: number;
}

export interface SamplesFigure {
  /** [n, 28, 28, 1], n ≥ 1 */
  readonly images: Float32Array;
  readonly columns: number;
  readonly samplingSteps: number;
  /** Number of updates that the weights contain. */
  readonly step: number;
}

/**
 * Draws rows of clean, corrupted and predicted images, as PNG bytes.
 * @throws ImageCountError, ListLengthError, FigureNumberError
 */
export function predictionsFigure({ inputs, corrupted, predictions, amounts, step }: PredictionsFigure): Buffer {
  const figure = 'predictions figure';
  requireImages(figure, 'inputs', inputs, IMAGES_PER_ROW);
  requireImages(figure, 'corrupted', corrupted, IMAGES_PER_ROW);
  requireImages(figure, 'predictions', predictions, IMAGES_PER_ROW);
  requireAmounts(figure, amounts, IMAGES_PER_ROW);
  requireInteger(figure, 'step', step, 0);
  const rows = [inputs, corrupted, predictions].map(imageCanvases);
  return gridFigure(
    {
      style: LABELLED_ROWS,
      blocks: [{ rows, columnLabels: amountLabels(amounts) }],
      rowLabels: ['Input', 'Corrupted', 'Prediction'],
      columnLabelTitle: 'Noise a',
    },
    {
      title: 'Predictions: the clean image behind the noise',
      subtitle: 'One pass through the network for each corrupted image',
      caption: `${describeWeights(step)}. Towards a = 1 nothing of the input is left, and the best guess is an average image.`,
    },
  );
}

/**
 * Draws one row for each sampling step, with inputs at the left and outputs at the right, as PNG bytes.
 * @throws ImageCountError, ListLengthError, FigureNumberError
 */
export function samplingFigure({ inputs, predictions, steps, step }: SamplingFigure): Buffer {
  const figure = 'sampling figure';
  requireInteger(figure, 'steps', steps, 1);
  requireInteger(figure, 'step', step, 0);
  return gridFigure(
    {
      style: TWO_BLOCKS,
      blocks: [
        { rows: stepRows(figure, 'inputs', inputs, steps), header: 'What goes in' },
        { rows: stepRows(figure, 'predictions', predictions, steps), header: 'What is predicted' },
      ],
      rowLabels: Array.from({ length: steps }, (_, index) => `Step ${formatCount(index + 1)}`),
    },
    {
      title: `Sampling in ${formatQuantity(steps, 'step')}`,
      subtitle: 'From pure noise to images: each step moves the input a part of the way to its prediction',
      caption:
        `${describeWeights(step)}. ` +
        `After step i of n = ${formatCount(steps)}, x becomes (1 − m) · x + m · prediction, with m = 1 / (n − i + 1).`,
    },
  );
}

/**
 * Draws a sheet of finished samples, as PNG bytes. The last row may be shorter.
 * @throws ImageCountError, FigureNumberError, FigureTooLargeError
 */
export function samplesFigure({ images, columns, samplingSteps, step }: SamplesFigure): Buffer {
  const figure = 'samples figure';
  requireInteger(figure, 'columns', columns, 1);
  requireInteger(figure, 'samplingSteps', samplingSteps, 1);
  requireInteger(figure, 'step', step, 0);
  const count = Math.max(1, Math.ceil(images.length / IMAGE_PIXELS));
  if (images.length !== count * IMAGE_PIXELS) {
    throw new ImageCountError(figure, 'images', count, images.length, IMAGE_PIXELS);
  }
  return gridFigure(
    { style: LARGE_CELLS, blocks: [{ rows: inRows(imageCanvases(images), columns) }] },
    {
      title: `${formatQuantity(count, 'sample')}, ${formatQuantity(samplingSteps, 'sampling step')} each`,
      subtitle: 'Each starts from uniform noise of its own',
      caption: `${describeWeights(step)}.`,
    },
  );
}

function stepRows(figure: string, field: string, images: readonly Float32Array[], steps: number): Canvas[][] {
  if (images.length !== steps) {
    throw new ListLengthError(
      figure,
      field,
      `one array for each of ${formatQuantity(steps, 'sampling step')}`,
      images.length,
    );
  }
  return images.map((row, index) => {
    requireImages(figure, `${field}[${index}]`, row, IMAGES_PER_ROW);
    return imageCanvases(row);
  });
}

function inRows(pictures: readonly Canvas[], columns: number): Canvas[][] {
  const rows: Canvas[][] = [];
  for (let start = 0; start < pictures.length; start += columns) rows.push(pictures.slice(start, start + columns));
  return rows;
}
