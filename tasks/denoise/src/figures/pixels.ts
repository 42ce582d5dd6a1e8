/**
 * Images as numbers to images as pixels.
 *
 * MNIST is stored as light strokes on black. On a page that looks heavy, so values become ink: 0 is white paper, 1 is
 * black, and what lies outside is clipped. Values that are no finite number get a signal colour instead of a gray:
 * a network that has gone astray should be seen, not hidden.
 */
import { COLOURS } from '@lockstep/figures';
import { IMAGE_PIXELS, IMAGE_SIZE } from '@lockstep/model';
import { createCanvas, type Canvas } from '@napi-rs/canvas';

export { IMAGE_PIXELS };

/** Gray level (0 black … 255 white) of a value; 0 is paper, 1 is ink. */
export function grayLevel(value: number): number {
  return Math.round(255 * (1 - Math.min(1, Math.max(0, value))));
}

/** Image `index` of `images` [n,28,28,1] on a canvas of 28 × 28 pixels. */
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

/** All images of `images` [n,28,28,1], in order. */
export function imageCanvases(images: Float32Array): Canvas[] {
  return Array.from({ length: images.length / IMAGE_PIXELS }, (_, index) => imageCanvas(images, index));
}

function rgba(value: number): [number, number, number, number] {
  if (!Number.isFinite(value)) return [COLOURS.invalid.red, COLOURS.invalid.green, COLOURS.invalid.blue, 255];
  const gray = grayLevel(value);
  return [gray, gray, gray, 255];
}
