/**
 * Converts images from numbers to pixels.
 *
 * 0 is drawn white and 1 black, because the light strokes on black of MNIST look heavy on a page. Values outside of 0..1 are clipped.
 * Values that are not finite are drawn in a signal colour, so that the figures show a network that diverged.
 */
import { COLOURS } from '@lockstep/figures';
import { IMAGE_PIXELS, IMAGE_SIZE } from '@lockstep/model';
import { createCanvas, type Canvas } from '@napi-rs/canvas';

/** Returns the gray level of a value, from 0 (black) to 255 (white). */
export function grayLevel(value: number): number {
  return Math.round(255 * (1 - Math.min(1, Math.max(0, value))));
}

/** Returns image `index` of `images`, [n, 28, 28, 1], as a canvas of 28 × 28 pixels. */
export function imageCanvas(images: Float32Array, index: number): Canvas {
  const canvas = createCanvas(IMAGE_SIZE, IMAGE_SIZE);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(IMAGE_SIZE, IMAGE_SIZE);
  for (let pixel = 0; pixel < IMAGE_PIXELS; pixel++) {
    const value = images[index * IMAGE_PIXELS + pixel] ?? NaN;
    picture.data.set(rgba(value), pixel * 4);
  }
  context.putImageData(picture, 0, 0);
  return canvas;
}

/** Returns all images of `images`, [n, 28, 28, 1], as canvases. */
export function imageCanvases(images: Float32Array): Canvas[] {
  return Array.from({ length: images.length / IMAGE_PIXELS }, (_, index) => imageCanvas(images, index));
}

function rgba(value: number): [number, number, number, number] {
  if (!Number.isFinite(value)) return [COLOURS.invalid.red, COLOURS.invalid.green, COLOURS.invalid.blue, 255];
  const gray = grayLevel(value);
  return [gray, gray, gray, 255];
}
