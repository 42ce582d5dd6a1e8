/** Decodes PNG bytes, for tests of figures. It shares no code with the drawing. */
import { createCanvas, loadImage } from '@napi-rs/canvas';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A decoded picture. All positions are in device pixels. */
export class Picture {
  private constructor(
    readonly width: number,
    readonly height: number,
    private readonly rgba: Uint8ClampedArray,
  ) {}

  static async decode(bytes: Buffer): Promise<Picture> {
    const image = await loadImage(bytes);
    const context = createCanvas(image.width, image.height).getContext('2d');
    context.drawImage(image, 0, 0);
    return new Picture(image.width, image.height, context.getImageData(0, 0, image.width, image.height).data);
  }

  /** Returns [red, green, blue]. */
  colour(x: number, y: number): number[] {
    const start = (Math.floor(y) * this.width + Math.floor(x)) * 4;
    return Array.from(this.rgba.subarray(start, start + 3));
  }

  /** Returns the number of pixels in the area that satisfy `accept`. */
  count({ x, y, width, height }: Rectangle, accept: (colour: number[]) => boolean): number {
    let total = 0;
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) if (accept(this.colour(column, row))) total++;
    }
    return total;
  }
}

/** Returns whether a pixel has a colour of text. */
export function isDark(colour: number[]): boolean {
  return colour.every((channel) => channel < 130);
}
