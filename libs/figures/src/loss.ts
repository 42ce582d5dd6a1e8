/** Draws loss.png, the loss over the steps of a run. */
import { requireInteger } from './checks.js';
import type { LossCurve } from './epoch-marks.js';
import { FigureNumberError, ListLengthError } from './errors.js';
import { lossAxis } from './loss-axis.js';
import { drawLossChart } from './loss-chart.js';
import { createPage, encodePage } from './page.js';
import { formatCount, formatLoss, formatQuantity } from './text.js';
import { PAGE } from './theme.js';

export interface LossFigure {
  /** The mean loss of each `stepsPerLoss` steps since the start of the run. NaN, for steps whose loss is unknown, leaves a gap. */
  readonly losses: ArrayLike<number>;
  /** Default 1. */
  readonly stepsPerLoss?: number;
  /** Number of steps that `losses` covers. Default `losses.length * stepsPerLoss`. With fewer, the last value covers fewer steps. */
  readonly stepCount?: number;
  /** The average losses of the epochs, from the first. The epoch in progress may have none yet. */
  readonly epochLosses: ArrayLike<number>;
  readonly stepsPerEpoch: number;
  readonly title: string;
}

const CHART_HEIGHT_PX = 440;

/**
 * Draws the loss of each step and the average of each epoch, as PNG bytes.
 * @throws ListLengthError if the lengths of the lists do not fit the numbers of steps
 * @throws FigureNumberError if a number of steps is not a positive integer, or a loss is negative
 */
export function lossFigure({ title, stepsPerLoss = 1, ...figure }: LossFigure): Buffer {
  const { losses, stepCount = losses.length * stepsPerLoss, epochLosses, stepsPerEpoch } = figure;
  const curve = { losses, stepsPerLoss, stepCount, epochLosses, stepsPerEpoch, axis: lossAxis(losses) };
  checkCurve(curve);
  const width = PAGE.contentWidthPx;
  const page = createPage(width, CHART_HEIGHT_PX, {
    title,
    subtitle: describeCurve(curve),
    caption: describeAxis(curve),
  });
  drawLossChart(page, curve, { x: PAGE.marginXPx, y: PAGE.contentTopPx, width, height: CHART_HEIGHT_PX });
  return encodePage(page);
}

function checkCurve({ losses, stepsPerLoss, stepCount, epochLosses, stepsPerEpoch }: LossCurve): void {
  const figure = 'loss figure';
  requireInteger(figure, 'stepsPerEpoch', stepsPerEpoch, 1);
  requireInteger(figure, 'stepsPerLoss', stepsPerLoss, 1);
  if (losses.length === 0) throw new ListLengthError(figure, 'losses', 'the loss of at least one step', 0);
  const expectedLosses = Math.ceil(stepCount / stepsPerLoss);
  if (losses.length !== expectedLosses) {
    const expected = `${expectedLosses}, one for every ${stepsPerLoss} of ${stepCount} steps`;
    throw new ListLengthError(figure, 'losses', expected, losses.length);
  }
  const epochs = Math.ceil(stepCount / stepsPerEpoch);
  if (epochLosses.length > epochs) {
    const expected = `at most ${epochs}, because ${stepCount} steps of ${stepsPerEpoch} per epoch are no more epochs`;
    throw new ListLengthError(figure, 'epochLosses', expected, epochLosses.length);
  }
  const negative = Array.from(losses).findIndex((loss) => loss < 0);
  if (negative >= 0) throw new FigureNumberError(figure, `losses[${negative}]`, losses[negative] ?? NaN, 'at least 0');
}

function describeCurve({ stepCount, epochLosses }: LossCurve): string {
  const steps = formatQuantity(stepCount, 'step');
  const last = epochLosses[epochLosses.length - 1];
  return last === undefined ? steps : `${steps}; epoch ${formatCount(epochLosses.length)} averaged ${formatLoss(last)}`;
}

/** Reports the losses that the chart does not show, because they are above the axis or unknown. */
function describeAxis({ losses, stepsPerLoss, stepCount, stepsPerEpoch, axis }: LossCurve): string {
  const values = Array.from(losses);
  const above = values.filter((loss) => loss > axis.max).length * stepsPerLoss;
  const unknown = values.filter((loss) => Number.isNaN(loss)).length * stepsPerLoss;
  const notes: string[] = [];
  if (stepsPerLoss > 1) notes.push(`Curve: means of ${formatCount(stepsPerLoss)} steps.`);
  if (stepCount > stepsPerEpoch) notes.push('Dashed lines: ends of epochs.');
  if (above > 0) notes.push(`Beyond the axis: ${formatQuantity(above, 'step')} with a loss above ${axis.max}.`);
  if (unknown > 0) notes.push(`No value: ${formatQuantity(unknown, 'step')}.`);
  return notes.join(' ');
}
