/**
 * Colours, font sizes and distances of all figures.
 *
 * Lengths are in logical pixels. Each is PIXEL_RATIO device pixels, so that text is sharp on dense screens. The distances give equal
 * widths to the three kinds of grids (8 large cells; row labels and 8 cells; row labels and twice 8 small cells), so that figures
 * which a page scales to its width have text of one size.
 */

export const PIXEL_RATIO = 2;

export const COLOURS = {
  page: '#fbfaf7',
  ink: '#1c2230',
  muted: '#566072',
  rule: '#d3d5d8',
  cellBorder: '#cfd2d6',
  /** Pixels that are not finite numbers. */
  invalid: { red: 214, green: 40, blue: 90 },
  lossPerStep: '#9db8d9',
  epochAverage: '#c2410c',
  gridLine: '#e7e6e1',
  boundary: '#98a0ac',
} as const;

export const TEXT = {
  title: { sizePx: 23, weight: 600 },
  subtitle: { sizePx: 15, weight: 400 },
  blockHeader: { sizePx: 15, weight: 600 },
  rowLabel: { sizePx: 15, weight: 400 },
  columnLabel: { sizePx: 13, weight: 400 },
  caption: { sizePx: 12.5, weight: 400 },
  axisTitle: { sizePx: 14, weight: 400 },
  tick: { sizePx: 13, weight: 400 },
  annotation: { sizePx: 13, weight: 600 },
} as const;

export type TextStyle = (typeof TEXT)[keyof typeof TEXT];

/** Distances of a page, measured from its edges. */
export const PAGE = {
  marginXPx: 37,
  titleBaselinePx: 52,
  subtitleBaselinePx: 78,
  contentTopPx: 102,
  /** Distance from the content to the caption's baseline. */
  captionDropPx: 32,
  /** Distance from the caption's baseline to the bottom of the page. */
  bottomPx: 24,
  contentWidthPx: 826,
  minContentWidthPx: 480,
  /** Maximum length of a side. Many viewers cannot open larger PNG files. */
  maxSideDevicePx: 16384,
} as const;

/** Sizes and distances of a grid. */
export interface GridStyle {
  /** Device pixels per pixel of a picture. */
  readonly magnification: number;
  readonly gapPx: number;
  readonly rowLabelWidthPx: number;
  readonly blockGapPx: number;
}

export const LARGE_CELLS: GridStyle = { magnification: 7, gapPx: 6, rowLabelWidthPx: 0, blockGapPx: 0 };
export const LABELLED_ROWS: GridStyle = { magnification: 6, gapPx: 8, rowLabelWidthPx: 98, blockGapPx: 0 };
export const TWO_BLOCKS: GridStyle = { magnification: 3, gapPx: 4, rowLabelWidthPx: 66, blockGapPx: 32 };
