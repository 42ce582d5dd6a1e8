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

it('registers two weights under a name of its own', () => {
  ensureFont();
  const family = GlobalFonts.families.find((candidate) => candidate.family === FONT_FAMILY);
  expect(family?.styles.map((style) => style.weight)).toEqual([400, 600]);
});

it('is the font that text is drawn in, in both weights', () => {
  ensureFont();
  // Inter's own widths of this word at 24 pixels; a fallback (DejaVu, Arial, Noto) has others.
  expect(width(`400 24px "${FONT_FAMILY}"`, 'MNIST')).toBeCloseTo(76.98, 1);
  expect(width(`600 24px "${FONT_FAMILY}"`, 'MNIST')).toBeCloseTo(78.29, 1);
});

it('is what styles ask for', () => {
  expect(cssFont(TEXT.title)).toBe('600 23px "Lockstep Figures"');
  expect(cssFont(TEXT.subtitle)).toBe('400 15px "Lockstep Figures"');
});

it('says which package is missing', () => {
  expect(() => registerFont('@fontsource/inter/files/absent.woff2')).toThrow(FontError);
  expect(() => registerFont('@fontsource/absent/file.woff2')).toThrow(/npm ci.*@fontsource\/inter/);
});

it('refuses a file that is no font', () => {
  expect(() => registerFont('@fontsource/inter/package.json')).toThrow(FontError);
});
