import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';

import { FigureTooLargeError } from './errors.js';
import { gridFigure, gridGeometry, type Grid } from './layout.js';
import { fitText } from './page.js';
import { LABELLED_ROWS, LARGE_CELLS, PAGE, TWO_BLOCKS } from './theme.js';
import { Picture } from './picture.js';

const picture = createCanvas(28, 28);
const heading = { title: 'Title', subtitle: 'Subtitle', caption: 'Caption' };

function rows(count: number, columns: number): (typeof picture)[][] {
  return Array.from({ length: count }, () => Array.from({ length: columns }, () => picture));
}

describe('the geometry', () => {
  it('gives equal widths to the three kinds of grids', () => {
    const grids: Grid[] = [
      { style: LARGE_CELLS, blocks: [{ rows: rows(1, 8) }] },
      { style: LABELLED_ROWS, blocks: [{ rows: rows(2, 8) }] },
      { style: TWO_BLOCKS, blocks: [{ rows: rows(5, 8) }, { rows: rows(5, 8) }] },
    ];
    expect(grids.map((grid) => gridGeometry(grid).width)).toEqual([826, 826, 826]);
    expect(PAGE.contentWidthPx).toBe(826);
  });

  it('places cells right of the row labels and below the column labels', () => {
    const grid = { style: LABELLED_ROWS, blocks: [{ rows: rows(2, 8), columnLabels: ['0.00'] }] };
    expect(gridGeometry(grid).cell(0, 1, 2)).toEqual({ x: 37 + 98 + 2 * 92, y: 102 + 24 + 92, size: 84 });
  });

  it('puts blocks side by side', () => {
    const grid = { style: TWO_BLOCKS, blocks: [{ rows: rows(1, 8), header: 'A' }, { rows: rows(1, 8) }] };
    const geometry = gridGeometry(grid);
    expect(geometry.cell(0, 0, 0)).toEqual({ x: 37 + 66, y: 102 + 34, size: 42 });
    expect(geometry.cell(1, 0, 0)).toEqual({ x: 37 + 66 + 364 + 32, y: 102 + 34, size: 42 });
  });
});

describe('the page', () => {
  it('is at least wide enough for its title', async () => {
    const bytes = gridFigure({ style: LARGE_CELLS, blocks: [{ rows: rows(1, 1) }] }, heading);
    expect((await Picture.decode(bytes)).width).toBe(2 * (480 + 2 * 37));
  });

  it('refuses to exceed the size limit', () => {
    const grid = { style: LARGE_CELLS, blocks: [{ rows: rows(100, 1) }] };
    expect(() => gridFigure(grid, heading)).toThrow(FigureTooLargeError);
  });

  it('cuts text that is wider than its place', () => {
    const context = createCanvas(1, 1).getContext('2d');
    const text = 'a name that goes on and on';
    const cut = fitText(context, text, 60);
    expect(cut).toMatch(/^a na.*…$/);
    expect(context.measureText(cut).width).toBeLessThanOrEqual(60);
    expect(fitText(context, text, 1000)).toBe(text);
  });
});
