/**
 * The figures' font: Inter from the package @fontsource/inter.
 *
 * Servers and containers have different fonts or none, but figures must look the same on all of them. So the figures use no system
 * font, and register Inter under a family name that no system font has. The package's "latin" files contain the characters of Latin-1
 * and general punctuation (dashes, ×, ·, −). They contain no arrows, so texts of the figures must not use arrows.
 */
import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

import { FontError } from './errors.js';
import type { TextStyle } from './theme.js';

export const FONT_FAMILY = 'Lockstep Figures';

const FONT_FILES = [
  '@fontsource/inter/files/inter-latin-400-normal.woff2',
  '@fontsource/inter/files/inter-latin-600-normal.woff2',
] as const;

let registered = false;

/**
 * Registers the family with the canvas library, unless it is registered.
 * @throws FontError
 */
export function ensureFont(): void {
  if (registered) return;
  for (const file of FONT_FILES) registerFont(file);
  registered = true;
}

/**
 * Registers a file of an installed package as one weight of the family.
 * @throws FontError if the file is missing or not a font
 */
export function registerFont(file: string): void {
  let path: string;
  try {
    path = createRequire(import.meta.url).resolve(file);
  } catch (cause) {
    throw new FontError(file, { cause });
  }
  if (GlobalFonts.registerFromPath(path, FONT_FAMILY) === null) throw new FontError(file);
}

/** Returns a style as a value of the canvas's `font` property. */
export function cssFont(style: TextStyle): string {
  return `${style.weight} ${style.sizePx}px "${FONT_FAMILY}"`;
}
