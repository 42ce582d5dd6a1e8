/** A page with a background, title, subtitle and caption, and room for the content of the figure. */
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';

import { FigureTooLargeError } from './errors.js';
import { cssFont, ensureFont } from './fonts.js';
import { COLOURS, PAGE, PIXEL_RATIO, TEXT, type TextStyle } from './theme.js';

/** The texts of a page. */
export interface Heading {
  readonly title: string;
  readonly subtitle: string;
  readonly caption: string;
}

/** A page to draw on. */
export interface Page {
  readonly canvas: Canvas;
  /** Its unit is a logical pixel. */
  readonly context: SKRSContext2D;
}

/** Position of a line of text, in logical pixels. */
export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly maxWidth: number;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'alphabetic' | 'middle';
}

/**
 * Returns a page with room for content of the given size in logical pixels, which starts at (marginXPx, contentTopPx).
 * @throws FigureTooLargeError, FontError
 */
export function createPage(contentWidth: number, contentHeight: number, heading: Heading): Page {
  ensureFont();
  const textWidth = Math.max(contentWidth, PAGE.minContentWidthPx);
  const contentBottom = PAGE.contentTopPx + contentHeight;
  const width = textWidth + 2 * PAGE.marginXPx;
  const height = contentBottom + PAGE.captionDropPx + PAGE.bottomPx;
  const canvas = createDeviceCanvas(width, height);
  const context = canvas.getContext('2d');
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  context.fillStyle = COLOURS.page;
  context.fillRect(0, 0, width, height);

  const place = { x: PAGE.marginXPx, maxWidth: textWidth };
  drawText(context, heading.title, TEXT.title, COLOURS.ink, { ...place, y: PAGE.titleBaselinePx });
  drawText(context, heading.subtitle, TEXT.subtitle, COLOURS.muted, { ...place, y: PAGE.subtitleBaselinePx });
  const captionY = contentBottom + PAGE.captionDropPx;
  drawText(context, heading.caption, TEXT.caption, COLOURS.muted, { ...place, y: captionY });
  return { canvas, context };
}

function createDeviceCanvas(width: number, height: number): Canvas {
  const deviceWidth = width * PIXEL_RATIO;
  const deviceHeight = height * PIXEL_RATIO;
  if (Math.max(deviceWidth, deviceHeight) > PAGE.maxSideDevicePx) {
    throw new FigureTooLargeError(deviceWidth, deviceHeight, PAGE.maxSideDevicePx);
  }
  return createCanvas(deviceWidth, deviceHeight);
}

/** Draws one line of text. Text wider than `maxWidth` ends with an ellipsis. */
export function drawText(
  context: SKRSContext2D,
  text: string,
  style: TextStyle,
  colour: string,
  place: TextPlace,
): void {
  context.font = cssFont(style);
  context.fillStyle = colour;
  context.textAlign = place.align ?? 'left';
  context.textBaseline = place.baseline ?? 'alphabetic';
  context.fillText(fitText(context, text, place.maxWidth), place.x, place.y);
}

/** Returns the text, or its longest prefix that fits with an ellipsis into `maxWidth` in the context's font. */
export function fitText(context: SKRSContext2D, text: string, maxWidth: number): string {
  if (context.measureText(text).width <= maxWidth) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && context.measureText(`${characters.join('')}…`).width > maxWidth) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** Returns the page as PNG bytes. */
export function encodePage(page: Page): Buffer {
  return page.canvas.toBuffer('image/png');
}
