/**
 * The figures' font: Inter from the package @fontsource/inter, under a name of its own.
 *
 * Servers and containers often have no fonts at all, and where there are some they differ; a figure must look the same
 * everywhere. So no system font is ever named. The package's "latin" files have the characters of Latin-1 and general
 * punctuation (dashes, ×, ·, −), but no arrows: texts of the figures keep to these.
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

/** Makes the family known to the canvas; safe to call before every figure. Throws FontError. */
export function ensureFont(): void {
  if (registered) return;
  for (const file of FONT_FILES) registerFont(file);
  registered = true;
}

/** Registers one file of an installed package as a weight of the figures' family. Throws FontError. */
export function registerFont(file: string): void {
  let path: string;
  try {
    path = createRequire(import.meta.url).resolve(file);
  } catch (cause) {
    throw new FontError(file, { cause });
  }
  if (GlobalFonts.registerFromPath(path, FONT_FAMILY) === null) throw new FontError(file);
}

/** A style as the canvas's `font` property wants it. */
export function cssFont(style: TextStyle): string {
  return `${style.weight} ${style.sizePx}px "${FONT_FAMILY}"`;
}
