import { IMAGE_PIXELS } from '@lockstep/model';
import { expect, it } from 'vitest';

import { grayLevel, imageCanvas, imageCanvases } from './pixels.js';

function colourAt(images: Float32Array, index: number, x: number, y: number): number[] {
  return Array.from(imageCanvas(images, index).getContext('2d').getImageData(x, y, 1, 1).data);
}

it.each([
  [0, 255],
  [1, 0],
  [0.5, 128],
  [-0.4, 255],
  [1.7, 0],
])('draws %f as gray %i, clipped to the range', (value, gray) => {
  expect(grayLevel(value)).toBe(gray);
});

it('draws each value at its row and column of its image', () => {
  const images = new Float32Array(2 * IMAGE_PIXELS);
  images[IMAGE_PIXELS + 3 * 28 + 20] = 1;
  expect(colourAt(images, 1, 20, 3)).toEqual([0, 0, 0, 255]);
  expect(colourAt(images, 1, 3, 20)).toEqual([255, 255, 255, 255]);
  expect(colourAt(images, 0, 20, 3)).toEqual([255, 255, 255, 255]);
});

it.each([NaN, Infinity, -Infinity])('draws %f in a colour that is not gray', (value) => {
  const images = new Float32Array(IMAGE_PIXELS);
  images[0] = value;
  const [red, green, blue, alpha] = colourAt(images, 0, 0, 0);
  expect(alpha).toBe(255);
  expect(red).toBeGreaterThan(Math.max(green ?? 255, blue ?? 255) + 50);
});

it('makes one canvas per image', () => {
  expect(imageCanvases(new Float32Array(5 * IMAGE_PIXELS))).toHaveLength(5);
});
