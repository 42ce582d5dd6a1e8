import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { expect, it } from 'vitest';

import { FontError } from './errors.js';
import { cssFont, ensureFont, FONT_FAMILY, registerFont } from './fonts.js';
import { TEXT } from './theme.js';

function width(font: string, text: string): number {
  const context = createCanvas(1, 1).getContext('2d');
  context.font = font;
  return context.measureText(text).width;
}

it('registers two weights under the name of the family', () => {
  ensureFont();
  const family = GlobalFonts.families.find((candidate) => candidate.family === FONT_FAMILY);
  expect(family?.styles.map((style) => style.weight)).toEqual([400, 600]);
});

it('is used for text in both weights', () => {
  ensureFont();
  // Inter's widths of this word at 24 pixels. They differ from those of fallback fonts (DejaVu, Arial, Noto).
  expect(width(`400 24px "${FONT_FAMILY}"`, 'MNIST')).toBeCloseTo(76.98, 1);
  expect(width(`600 24px "${FONT_FAMILY}"`, 'MNIST')).toBeCloseTo(78.29, 1);
});

it('is the font of all styles', () => {
  expect(cssFont(TEXT.title)).toBe('600 23px "Lockstep Figures"');
  expect(cssFont(TEXT.subtitle)).toBe('400 15px "Lockstep Figures"');
});

it('names the missing package', () => {
  expect(() => registerFont('@fontsource/inter/files/absent.woff2')).toThrow(FontError);
  expect(() => registerFont('@fontsource/absent/file.woff2')).toThrow(/npm ci.*@fontsource\/inter/);
});

it('refuses a file that is not a font', () => {
  expect(() => registerFont('@fontsource/inter/package.json')).toThrow(FontError);
});
