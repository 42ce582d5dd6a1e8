/** loss.png: how training went. */
import { requireInteger } from './checks.js';
import { LOSS_AXIS_MAX, type LossCurve } from './epoch-marks.js';
import { FigureNumberError, ListLengthError } from './errors.js';
import { drawLossChart } from './loss-chart.js';
import { createPage, encodePage } from './page.js';
import { formatCount, formatQuantity } from './text.js';
import { PAGE } from './theme.js';

export interface LossFigure {
  /** The mean loss of every `stepsPerLoss` steps since the start of the run; NaN where it is not known leaves a gap. */
  readonly losses: ArrayLike<number>;
  /** 1 when left out. */
  readonly stepsPerLoss?: number;
  /** Steps that `losses` covers, of which the last value may cover fewer; by default as many as it can. */
  readonly stepCount?: number;
  /** The average of every epoch that has one, in order. */
  readonly epochLosses: ArrayLike<number>;
  readonly stepsPerEpoch: number;
  readonly title: string;
}

const CHART_HEIGHT_PX = 440;

/** The loss per step and the epochs' averages over the steps, as PNG bytes. Throws on impossible lengths. */
export function lossFigure({ title, stepsPerLoss = 1, ...figure }: LossFigure): Buffer {
  const { losses, stepCount = losses.length * stepsPerLoss, epochLosses, stepsPerEpoch } = figure;
  const curve = { losses, stepsPerLoss, stepCount, epochLosses, stepsPerEpoch };
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
    const expected = `at most ${epochs}, as ${stepCount} steps of ${stepsPerEpoch} an epoch begin no more`;
    throw new ListLengthError(figure, 'epochLosses', expected, epochLosses.length);
  }
  const negative = Array.from(losses).findIndex((loss) => loss < 0);
  if (negative >= 0) throw new FigureNumberError(figure, `losses[${negative}]`, losses[negative] ?? NaN, 'at least 0');
}

function describeCurve({ stepCount, epochLosses }: LossCurve): string {
  const steps = formatQuantity(stepCount, 'step');
  const last = epochLosses[epochLosses.length - 1];
  return last === undefined ? steps : `${steps}; epoch ${formatCount(epochLosses.length)} averaged ${last.toFixed(4)}`;
}

/** Says what the fixed axis hides, so that a run that diverged is not taken for one without a curve. */
function describeAxis({ losses, stepsPerLoss, stepCount, stepsPerEpoch }: LossCurve): string {
  const values = Array.from(losses);
  const above = values.filter((loss) => loss > LOSS_AXIS_MAX).length * stepsPerLoss;
  const unknown = values.filter((loss) => Number.isNaN(loss)).length * stepsPerLoss;
  const notes: string[] = [];
  if (stepsPerLoss > 1) notes.push(`Curve: means of ${formatCount(stepsPerLoss)} steps.`);
  if (stepCount > stepsPerEpoch) notes.push('Dashed lines: ends of epochs.');
  if (above > 0) notes.push(`Beyond the axis: ${formatQuantity(above, 'step')} with a loss above ${LOSS_AXIS_MAX}.`);
  if (unknown > 0) notes.push(`No value: ${formatQuantity(unknown, 'step')}.`);
  return notes.join(' ');
}
