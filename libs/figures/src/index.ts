/** What the figures of all tasks are made of, and the curve of the losses: numbers in, PNG bytes out. */
export { requireInteger } from './checks.js';
export { FigureError, FigureNumberError, FigureTooLargeError, FontError, ListLengthError } from './errors.js';
export { gridFigure, type Grid, type GridBlock } from './layout.js';
export { lossFigure, type LossFigure } from './loss.js';
export type { Heading } from './page.js';
export { describeWeights, formatCount, formatQuantity } from './text.js';
export { COLOURS, LABELLED_ROWS, LARGE_CELLS, TWO_BLOCKS, type GridStyle } from './theme.js';
