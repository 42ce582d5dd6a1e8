/** The curve of the losses, and grids of pictures, as PNG bytes. */
export { requireInteger } from './checks.js';
export { FigureError, FigureNumberError, FigureTooLargeError, ListLengthError } from './errors.js';
export { gridFigure } from './layout.js';
export { lossFigure } from './loss.js';
export { describeWeights, formatCount, formatQuantity } from './text.js';
export { COLOURS, LABELLED_ROWS, LARGE_CELLS, TWO_BLOCKS } from './theme.js';
