/**
 * Grids of small pictures: one or more blocks side by side with common rows, and labels around them.
 *
 * The geometry is computed separately from the drawing, so that tests can compute the position of a cell. Pictures are enlarged by an
 * integer factor without smoothing, so each of their pixels is a square of one colour.
 */
import type { Canvas } from '@napi-rs/canvas';

import { createPage, drawText, encodePage, type Heading, type Page } from './page.js';
import { COLOURS, PAGE, PIXEL_RATIO, TEXT, type GridStyle } from './theme.js';

/** One block of a grid. */
export interface GridBlock {
  /** Square pictures of one size, row by row. The last row may be shorter. */
  readonly rows: readonly (readonly Canvas[])[];
  readonly header?: string;
  readonly columnLabels?: readonly string[];
}

/** A grid of pictures and its labels. */
export interface Grid {
  readonly style: GridStyle;
  readonly blocks: readonly GridBlock[];
  readonly rowLabels?: readonly string[];
  /** Title of the column labels, left of them. */
  readonly columnLabelTitle?: string;
}

/** The square of one picture, in logical pixels of the page. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Positions and sizes of the parts of a grid, in logical pixels of the page. */
export interface GridGeometry {
  readonly width: number;
  readonly height: number;
  readonly headerY: number;
  readonly columnLabelY: number;
  readonly blockWidths: readonly number[];
  cell(block: number, row: number, column: number): Cell;
}

const BLOCK_HEADER_HEIGHT_PX = 34;
const COLUMN_LABEL_HEIGHT_PX = 24;
/** Distance between a block's header and the line below it. */
const RULE_DROP_PX = 17;

/** Returns the geometry of a grid at its place on the page. */
export function gridGeometry(grid: Grid): GridGeometry {
  const { magnification, gapPx, rowLabelWidthPx, blockGapPx } = grid.style;
  const size = (pictureSide(grid) * magnification) / PIXEL_RATIO;
  const pitch = size + gapPx;
  const headerHeight = grid.blocks.some((block) => block.header !== undefined) ? BLOCK_HEADER_HEIGHT_PX : 0;
  const labelHeight = grid.blocks.some((block) => block.columnLabels !== undefined) ? COLUMN_LABEL_HEIGHT_PX : 0;
  const cellsTop = PAGE.contentTopPx + headerHeight + labelHeight;
  const rowCount = Math.max(...grid.blocks.map((block) => block.rows.length));

  const blockWidths = grid.blocks.map((block) => Math.max(...block.rows.map((row) => row.length)) * pitch - gapPx);
  const blockLefts: number[] = [];
  let right = PAGE.marginXPx + rowLabelWidthPx - blockGapPx;
  for (const width of blockWidths) {
    blockLefts.push(right + blockGapPx);
    right += blockGapPx + width;
  }
  return {
    width: right - PAGE.marginXPx,
    height: headerHeight + labelHeight + rowCount * pitch - gapPx,
    headerY: PAGE.contentTopPx + 8,
    columnLabelY: PAGE.contentTopPx + headerHeight + 8,
    blockWidths,
    cell: (block, row, column) => ({
      x: (blockLefts[block] ?? NaN) + column * pitch,
      y: cellsTop + row * pitch,
      size,
    }),
  };
}

/** Returns the width of the pictures, in their own pixels. */
function pictureSide({ blocks }: Grid): number {
  return blocks[0]?.rows[0]?.[0]?.width ?? 0;
}

/**
 * Draws a figure that consists of one grid, as PNG bytes.
 * @throws FigureTooLargeError
 */
export function gridFigure(grid: Grid, heading: Heading): Buffer {
  const geometry = gridGeometry(grid);
  const page = createPage(geometry.width, geometry.height, heading);
  drawRowLabels(page, grid, geometry);
  grid.blocks.forEach((block, index) => {
    drawBlockLabels(page, block, index, geometry);
    block.rows.forEach((row, r) => {
      row.forEach((picture, c) => drawPicture(page, picture, geometry.cell(index, r, c)));
    });
  });
  return encodePage(page);
}

function drawPicture({ context }: Page, picture: Canvas, { x, y, size }: Cell): void {
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, x, y, size, size);
  context.strokeStyle = COLOURS.cellBorder;
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
}

function drawRowLabels({ context }: Page, grid: Grid, geometry: GridGeometry): void {
  const maxWidth = grid.style.rowLabelWidthPx;
  const place = { x: PAGE.marginXPx, maxWidth, baseline: 'middle' } as const;
  grid.rowLabels?.forEach((label, row) => {
    const { y, size } = geometry.cell(0, row, 0);
    drawText(context, label, TEXT.rowLabel, COLOURS.ink, { ...place, y: y + size / 2 });
  });
  if (grid.columnLabelTitle !== undefined) {
    const y = geometry.columnLabelY;
    drawText(context, grid.columnLabelTitle, TEXT.columnLabel, COLOURS.muted, { ...place, y });
  }
}

function drawBlockLabels({ context }: Page, block: GridBlock, index: number, geometry: GridGeometry): void {
  const { x: left, size } = geometry.cell(index, 0, 0);
  const width = geometry.blockWidths[index] ?? 0;
  if (block.header !== undefined) {
    const place = { x: left, y: geometry.headerY, maxWidth: width, baseline: 'middle' } as const;
    drawText(context, block.header, TEXT.blockHeader, COLOURS.ink, place);
    context.fillStyle = COLOURS.rule;
    context.fillRect(left, geometry.headerY + RULE_DROP_PX - 1, width, 1);
  }
  block.columnLabels?.forEach((label, column) => {
    const x = geometry.cell(index, 0, column).x + size / 2;
    const place = { x, y: geometry.columnLabelY, maxWidth: size, align: 'center', baseline: 'middle' } as const;
    drawText(context, label, TEXT.columnLabel, COLOURS.muted, place);
  });
}
