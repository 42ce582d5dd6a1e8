/**
 * What loss.png writes onto its curve: where epochs end, what they are called, and what they averaged.
 *
 * Texts of many epochs would collide, so with little room names become numbers, and only every n-th is written.
 */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Plugin } from 'chart.js';

import { cssFont } from './fonts.js';
import { formatCount } from './text.js';
import { COLOURS, TEXT } from './theme.js';

export interface LossCurve {
  readonly losses: ArrayLike<number>;
  readonly stepsPerLoss: number;
  readonly stepCount: number;
  readonly epochLosses: ArrayLike<number>;
  readonly stepsPerEpoch: number;
}

/** The top of the y axis: what matters happens far below, and equal axes make runs comparable. */
export const LOSS_AXIS_MAX = 0.1;

/** Room that "Epoch 12", "0.0189" and "12" take. */
const NAME_WIDTH_PX = 64;
const VALUE_WIDTH_PX = 60;
const NUMBER_WIDTH_PX = 26;
const VALUE_RISE_PX = 18;

/** Dashed lines where epochs end, their names at the top and the averages' values on their segments. */
export function epochMarks({ stepCount, epochLosses, stepsPerEpoch }: LossCurve): Plugin<'line'> {
  return {
    id: 'epochMarks',
    afterDatasetsDraw({ ctx: anyContext, chartArea, scales }) {
      // Chart.js types its context as a browser's; ours is the canvas library's.
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
        if (loss !== undefined && loss <= LOSS_AXIS_MAX && epoch % valueStride === 0) {
          const half = VALUE_WIDTH_PX / 2;
          const x = Math.min(Math.max(centre, chartArea.left + half), chartArea.right - half);
          drawValue(ctx, loss.toFixed(4), x, yScale.getPixelForValue(loss) - VALUE_RISE_PX);
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

/** A number with a halo of paper, legible on the curve. */
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
