/**
 * The marks on the curve of loss.png: the ends of epochs, their names and their average losses.
 *
 * The labels of many epochs would overlap, so narrow epochs have a number instead of a name, and only every n-th is labelled.
 */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Plugin } from 'chart.js';

import { cssFont } from './fonts.js';
import { formatCount, formatLoss } from './text.js';
import type { LossAxis } from './loss-axis.js';
import { COLOURS, TEXT } from './theme.js';

/** What {@link LossFigure} gives, with defaults filled in, and the axis. */
export interface LossCurve {
  readonly losses: ArrayLike<number>;
  readonly stepsPerLoss: number;
  readonly stepCount: number;
  readonly epochLosses: ArrayLike<number>;
  readonly stepsPerEpoch: number;
  readonly axis: LossAxis;
}

/** Widths of "Epoch 12", "0.0189" and "12". */
const NAME_WIDTH_PX = 64;
const VALUE_WIDTH_PX = 60;
const NUMBER_WIDTH_PX = 26;
const VALUE_RISE_PX = 18;

/** Draws dashed lines where epochs end, their names at the top, and each average above its segment. */
export function epochMarks({ stepCount, epochLosses, stepsPerEpoch, axis }: LossCurve): Plugin<'line'> {
  return {
    id: 'epochMarks',
    afterDatasetsDraw({ ctx: anyContext, chartArea, scales }) {
      // Chart.js declares a browser's context. This one belongs to the canvas library.
      const ctx = anyContext as unknown as SKRSContext2D;
      const { x: xScale, y: yScale } = scales;
      if (xScale === undefined || yScale === undefined) return;
      const epochWidth = xScale.getPixelForValue(stepsPerEpoch) - chartArea.left;
      const named = epochWidth >= NAME_WIDTH_PX;
      const nameStride = named ? 1 : Math.ceil(NUMBER_WIDTH_PX / epochWidth);
      const valueStride = Math.ceil(VALUE_WIDTH_PX / epochWidth);
      ctx.save();
      for (let epoch = 0; epoch * stepsPerEpoch < stepCount; epoch++) {
        const start = xScale.getPixelForValue(epoch * stepsPerEpoch);
        const end = xScale.getPixelForValue(Math.min((epoch + 1) * stepsPerEpoch, stepCount));
        const centre = (start + end) / 2;
        if (end < chartArea.right - 1 && epoch % nameStride === 0) {
          drawBoundary(ctx, end, chartArea.top, chartArea.bottom);
        }
        const nameFits = (end - start) * nameStride >= (named ? NAME_WIDTH_PX : NUMBER_WIDTH_PX);
        if (nameFits && epoch % nameStride === 0) {
          const number = formatCount(epoch + 1);
          drawName(ctx, named ? `Epoch ${number}` : number, centre, chartArea.top + 20);
        }
        const loss = epochLosses[epoch];
        if (loss !== undefined && loss <= axis.max && epoch % valueStride === 0) {
          const half = VALUE_WIDTH_PX / 2;
          const x = Math.min(Math.max(centre, chartArea.left + half), chartArea.right - half);
          drawValue(ctx, formatLoss(loss), x, yScale.getPixelForValue(loss) - VALUE_RISE_PX);
        }
      }
      ctx.restore();
    },
  };
}

function drawBoundary(ctx: SKRSContext2D, x: number, top: number, bottom: number): void {
  ctx.strokeStyle = COLOURS.boundary;
  ctx.lineWidth = 1;
  ctx.setLineDash([3, 4]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
}

function drawName(ctx: SKRSContext2D, text: string, x: number, y: number): void {
  ctx.font = cssFont(TEXT.tick);
  ctx.textAlign = 'center';
  ctx.fillStyle = COLOURS.muted;
  ctx.fillText(text, x, y);
}

/** Draws a number with an outline in the page's colour, so that it is legible on the curve. */
function drawValue(ctx: SKRSContext2D, text: string, x: number, y: number): void {
  ctx.font = cssFont(TEXT.annotation);
  ctx.textAlign = 'center';
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4;
  ctx.strokeStyle = COLOURS.page;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = COLOURS.epochAverage;
  ctx.fillText(text, x, y);
}
