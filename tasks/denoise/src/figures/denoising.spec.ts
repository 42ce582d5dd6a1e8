import { FigureNumberError, FigureTooLargeError, ListLengthError } from '@lockstep/figures';
import { isDark, Picture } from '@lockstep/figures/picture';
import { IMAGE_PIXELS } from '@lockstep/model';
import { describe, expect, it } from 'vitest';

import { predictionsFigure, samplesFigure, samplingFigure } from './denoising.js';
import { ImageCountError } from './errors.js';
import { EIGHTHS, flatImages, grayOf } from './testing/images.js';

const eight = flatImages(EIGHTHS);
const flat = (value: number): Float32Array => flatImages(Array<number>(8).fill(value));

describe('predictionsFigure', () => {
  const input = { inputs: flat(0.25), corrupted: flat(0.5), predictions: eight, amounts: EIGHTHS, step: 1407 };

  it('draws rows of inputs, corrupted images and predictions', async () => {
    const picture = await Picture.decode(predictionsFigure(input));
    expect([picture.width, picture.height]).toEqual([1800, 900]);
    const centre = (row: number, i: number): number[] =>
      picture.colour(2 * (135 + 92 * i + 42), 2 * (126 + 92 * row + 42));
    for (let i = 0; i < 8; i++) {
      expect([centre(0, i), centre(1, i), centre(2, i)]).toEqual([grayOf(0.25), grayOf(0.5), grayOf(i / 8)]);
    }
  });

  it('gives equal bytes for equal numbers, and different bytes for a different step', () => {
    expect(predictionsFigure(input).equals(predictionsFigure(input))).toBe(true);
    expect(predictionsFigure({ ...input, step: 0 }).equals(predictionsFigure(input))).toBe(false);
  });

  it('refuses wrong lengths and steps, naming them', () => {
    const few = new Float32Array(IMAGE_PIXELS);
    expect(() => predictionsFigure({ ...input, inputs: few })).toThrow(/"inputs" has 784/);
    expect(() => predictionsFigure({ ...input, corrupted: few })).toThrow(/"corrupted" has 784/);
    expect(() => predictionsFigure({ ...input, predictions: few })).toThrow(/"predictions" has 784/);
    expect(() => predictionsFigure({ ...input, amounts: [] })).toThrow(ListLengthError);
    expect(() => predictionsFigure({ ...input, step: -1 })).toThrow(/"step" is -1; expected an integer of at least 0/);
  });
});

describe('samplingFigure', () => {
  const input = {
    inputs: [0.125, 0.25, 0.375].map(flat),
    predictions: [eight, flat(0.75), flat(1)],
    steps: 3,
    step: 469,
  };

  it('has a row per step, inputs left and predictions right', async () => {
    const picture = await Picture.decode(samplingFigure(input));
    expect([picture.width, picture.height]).toEqual([1800, 2 * (102 + 34 + 3 * 46 - 4 + 56)]);
    const centre = (left: number, row: number, i: number): number[] =>
      picture.colour(2 * (left + 46 * i + 21), 2 * (136 + 46 * row + 21));
    for (let i = 0; i < 8; i++) {
      expect([0, 1, 2].map((row) => centre(103, row, i))).toEqual([0.125, 0.25, 0.375].map(grayOf));
      expect([0, 1, 2].map((row) => centre(499, row, i))).toEqual([i / 8, 0.75, 1].map(grayOf));
    }
  });

  it('writes a header over each block and a label before each row', async () => {
    const picture = await Picture.decode(samplingFigure(input));
    for (const left of [103, 499]) {
      const header = { x: 2 * left, y: 200, width: 190, height: 40 };
      expect(picture.count(header, isDark)).toBeGreaterThan(300);
    }
    for (const row of [0, 1, 2]) {
      const label = { x: 74, y: 2 * (136 + 46 * row + 8), width: 110, height: 52 };
      expect(picture.count(label, isDark)).toBeGreaterThan(150);
    }
  });

  it('refuses the wrong number of rows or images', () => {
    expect(() => samplingFigure({ ...input, steps: 4 })).toThrow(
      'sampling figure: "inputs" has 3 entries; expected one array for each of 4 sampling steps',
    );
    expect(() => samplingFigure({ ...input, predictions: [eight] })).toThrow(ListLengthError);
    expect(() => samplingFigure({ ...input, inputs: [eight, eight, eight.subarray(1)] })).toThrow(
      /"inputs\[2\]" has 6271/,
    );
    expect(() => samplingFigure({ ...input, inputs: [], predictions: [], steps: 0 })).toThrow(FigureNumberError);
  });
});

describe('samplesFigure', () => {
  const sheet = { columns: 8, samplingSteps: 40, step: 1407 };

  it('fills rows from the left', async () => {
    const images = flatImages(Array.from({ length: 64 }, (_, i) => i / 64));
    const picture = await Picture.decode(samplesFigure({ ...sheet, images }));
    expect([picture.width, picture.height]).toEqual([1800, 1968]);
    for (let i = 0; i < 64; i++) {
      const [row, column] = [Math.floor(i / 8), i % 8];
      expect(picture.colour(2 * (37 + 104 * column + 49), 2 * (102 + 104 * row + 49))).toEqual(grayOf(i / 64));
    }
  });

  it('leaves the end of a shorter last row empty', async () => {
    const picture = await Picture.decode(samplesFigure({ ...sheet, images: flatImages([1, 1, 1, 1, 1]), columns: 4 }));
    expect(picture.height).toBe(2 * (102 + 2 * 104 - 6 + 56));
    expect(picture.colour(2 * (37 + 49), 2 * (102 + 104 + 49))).toEqual([0, 0, 0]);
    expect(picture.colour(2 * (37 + 104 + 49), 2 * (102 + 104 + 49))).toEqual(picture.colour(2, 2));
  });

  it('refuses no image, parts of images, impossible numbers and huge sheets', () => {
    const images = flatImages([0]);
    expect(() => samplesFigure({ ...sheet, images: new Float32Array(0) })).toThrow(ImageCountError);
    expect(() => samplesFigure({ ...sheet, images: new Float32Array(1000) })).toThrow(/1000 values, but 2 images/);
    expect(() => samplesFigure({ ...sheet, images, columns: 0 })).toThrow(FigureNumberError);
    expect(() => samplesFigure({ ...sheet, images, samplingSteps: 1.5 })).toThrow(/"samplingSteps" is 1.5/);
    const many = new Float32Array(100 * IMAGE_PIXELS);
    expect(() => samplesFigure({ ...sheet, images: many, columns: 1 })).toThrow(FigureTooLargeError);
  });
});
