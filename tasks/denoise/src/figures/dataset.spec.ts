import { FigureNumberError, ListLengthError } from '@lockstep/figures';
import { isDark, Picture } from '@lockstep/figures/picture';
import { IMAGE_PIXELS } from '@lockstep/model';
import { describe, expect, it } from 'vitest';

import { corruptionFigure, datasetFigure } from './dataset.js';
import { ImageCountError } from './errors.js';
import { EIGHTHS, flatImages, grayOf } from './testing/images.js';

const images = flatImages(EIGHTHS);
const corrupted = flatImages(EIGHTHS.map((value) => 1 - value));

describe('datasetFigure', () => {
  it('draws each image in its cell', async () => {
    const picture = await Picture.decode(datasetFigure({ images, dataset: 'mnist' }));
    expect([picture.width, picture.height]).toEqual([1800, 512]);
    // Cells are 98 logical pixels wide and 104 apart, from (37, 102). A logical pixel is two device pixels.
    const centres = EIGHTHS.map((_, i) => picture.colour(2 * (37 + 104 * i + 49), 2 * (102 + 49)));
    expect(centres).toEqual(EIGHTHS.map(grayOf));
    const corners = EIGHTHS.map((_, i) => picture.colour(2 * (37 + 104 * i + 98) - 1, 2 * (102 + 98) - 1));
    expect(corners).toEqual(EIGHTHS.map(grayOf));
  });

  it('keeps pixels sharp: each is a flat square of 7 × 7 device pixels', async () => {
    const one = new Float32Array(8 * IMAGE_PIXELS);
    one[5 * 28 + 9] = 1;
    const picture = await Picture.decode(datasetFigure({ images: one, dataset: 'mnist' }));
    const cell = { x: 2 * 37, y: 2 * 102, width: 196, height: 196 };
    const square = { x: cell.x + 9 * 7, y: cell.y + 5 * 7, width: 7, height: 7 };
    expect(picture.count(square, ([gray]) => gray === 0)).toBe(49);
    expect(picture.count(cell, ([gray]) => gray !== 255)).toBe(49);
  });

  it('writes title, subtitle and caption', async () => {
    const picture = await Picture.decode(datasetFigure({ images: flatImages(Array(8).fill(0)), dataset: 'mnist' }));
    const lines = [
      { x: 74, y: 60, width: 600, height: 56 },
      { x: 74, y: 130, width: 700, height: 34 },
      { x: 74, y: 440, width: 600, height: 32 },
    ];
    for (const line of lines) expect(picture.count(line, isDark)).toBeGreaterThan(500);
  });

  it('names the data set', () => {
    const bytes = (dataset: string): Buffer => datasetFigure({ images, dataset });
    expect(bytes('fashion-mnist').equals(bytes('mnist'))).toBe(false);
    expect(bytes('mnist').equals(bytes('mnist'))).toBe(true);
  });

  it('clips values outside of the range', () => {
    const wild = datasetFigure({ images: flatImages([-3, 0, 0.5, 1, 2, 0, 0, 0]), dataset: 'mnist' });
    const tame = datasetFigure({ images: flatImages([0, 0, 0.5, 1, 1, 0, 0, 0]), dataset: 'mnist' });
    expect(wild.equals(tame)).toBe(true);
  });

  it('refuses the wrong number of images', () => {
    const seven = images.subarray(0, 7 * IMAGE_PIXELS);
    expect(() => datasetFigure({ images: seven, dataset: 'mnist' })).toThrow(ImageCountError);
    expect(() => datasetFigure({ images: seven, dataset: 'mnist' })).toThrow(
      'dataset figure: "images" has 5488 values, but 8 images of 784 pixels are 6272',
    );
  });
});

describe('corruptionFigure', () => {
  it('draws the clean images above the corrupted', async () => {
    const picture = await Picture.decode(corruptionFigure({ images, corrupted, amounts: EIGHTHS }));
    expect([picture.width, picture.height]).toEqual([1800, 716]);
    const centres = (row: number): number[][] =>
      EIGHTHS.map((_, i) => picture.colour(2 * (135 + 92 * i + 42), 2 * (126 + 92 * row + 42)));
    expect(centres(0)).toEqual(EIGHTHS.map(grayOf));
    expect(centres(1)).toEqual(EIGHTHS.map((value) => grayOf(1 - value)));
  });

  it('labels rows and columns', async () => {
    const picture = await Picture.decode(corruptionFigure({ images, corrupted, amounts: EIGHTHS }));
    for (const row of [0, 1]) {
      const label = { x: 74, y: 2 * (126 + 92 * row + 30), width: 150, height: 48 };
      expect(picture.count(label, isDark)).toBeGreaterThan(200);
    }
    for (let column = 0; column < 8; column++) {
      const label = { x: 2 * (135 + 92 * column + 20), y: 204, width: 88, height: 32 };
      expect(picture.count(label, isDark)).toBeGreaterThan(80);
    }
  });

  it('shows the amounts it is given', () => {
    const others = EIGHTHS.map((value) => value / 2);
    const bytes = (amounts: readonly number[]): Buffer => corruptionFigure({ images, corrupted, amounts });
    expect(bytes(others).equals(bytes(EIGHTHS))).toBe(false);
  });

  it('refuses wrong lengths and amounts, naming them', () => {
    const few = images.subarray(IMAGE_PIXELS);
    expect(() => corruptionFigure({ images: few, corrupted, amounts: EIGHTHS })).toThrow(/"images" has 5488/);
    expect(() => corruptionFigure({ images, corrupted: few, amounts: EIGHTHS })).toThrow(/"corrupted" has 5488/);
    expect(() => corruptionFigure({ images, corrupted, amounts: [0, 1] })).toThrow(ListLengthError);
    for (const bad of [NaN, -0.1, 1.1]) {
      const amounts = [0, 0, 0, bad, 0, 0, 0, 0];
      expect(() => corruptionFigure({ images, corrupted, amounts })).toThrow(FigureNumberError);
      expect(() => corruptionFigure({ images, corrupted, amounts })).toThrow(`"amounts[3]" is ${bad}`);
    }
  });
});
