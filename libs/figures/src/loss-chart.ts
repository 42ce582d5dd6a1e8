/**
 * The curve of loss.png, drawn by Chart.js on a canvas without a browser.
 *
 * All options that Chart.js would take from a browser (fonts, size, animation) are set here. No global default is changed.
 */
import {
  Chart,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartConfiguration,
  type Point,
} from 'chart.js';
import { createCanvas } from '@napi-rs/canvas';

import { epochMarks, type LossCurve } from './epoch-marks.js';
import { FONT_FAMILY } from './fonts.js';
import type { Page } from './page.js';
import { formatCount } from './text.js';
import { COLOURS, PIXEL_RATIO, TEXT, type TextStyle } from './theme.js';

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A run of at most this many steps has a point at each, because a line through few steps is hard to see. */
const MAX_MARKED_STEPS = 60;

Chart.register(LineController, LineElement, PointElement, LinearScale, Legend);

/** Draws the chart on a page. `place` is in logical pixels. */
export function drawLossChart({ context }: Page, curve: LossCurve, place: Rectangle): void {
  // Chart.js reads the logical size from the canvas, then enlarges the canvas by the device pixel ratio.
  const canvas = createCanvas(place.width, place.height);
  const chart = new Chart<'line', Point[]>(canvas, chartConfiguration(curve));
  context.drawImage(canvas, place.x, place.y, place.width, place.height);
  // Chart.js keeps a reference to every chart until it is destroyed, which also clears its canvas.
  chart.destroy();
}

function chartConfiguration(curve: LossCurve): ChartConfiguration<'line', Point[]> {
  const { stepCount, stepsPerLoss } = curve;
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: 'Average of an epoch',
          data: epochSegments(curve),
          borderColor: COLOURS.epochAverage,
          borderWidth: 3.5,
          borderCapStyle: 'round',
        },
        {
          label: 'Loss of a step',
          data: Array.from(curve.losses, (loss, index) => {
            return { x: Math.min((index + 1) * stepsPerLoss, stepCount), y: loss };
          }),
          borderColor: COLOURS.lossPerStep,
          borderWidth: 1.1,
          borderJoinStyle: 'round',
          pointRadius: stepCount <= MAX_MARKED_STEPS ? 2.5 : 0,
          pointBackgroundColor: COLOURS.lossPerStep,
        },
      ],
    },
    options: {
      animation: false,
      responsive: false,
      devicePixelRatio: PIXEL_RATIO,
      parsing: false,
      normalized: true,
      events: [],
      layout: { padding: { right: 10 } },
      elements: { point: { radius: 0 } },
      scales: {
        x: axis('Training step', stepCount, false, {
          precision: 0,
          includeBounds: false,
          callback: (value) => formatCount(Number(value)),
        }),
        y: axis('Loss', curve.axis.max, true, {
          stepSize: curve.axis.step,
          callback: (value) => curve.axis.label(Number(value)),
        }),
      },
      plugins: {
        legend: {
          position: 'top',
          align: 'end',
          reverse: true,
          labels: {
            usePointStyle: true,
            pointStyle: 'line',
            pointStyleWidth: 28,
            padding: 12,
            color: COLOURS.ink,
            font: chartFont(TEXT.tick),
          },
        },
      },
    },
    plugins: [epochMarks(curve)],
  };
}

interface TickOptions {
  readonly callback: (value: number | string) => string;
  readonly includeBounds?: boolean;
  readonly precision?: number;
  readonly stepSize?: number;
}

function axis(title: string, max: number, showGrid: boolean, ticks: TickOptions): object {
  return {
    type: 'linear',
    min: 0,
    max,
    title: { display: true, text: title, color: COLOURS.muted, font: chartFont(TEXT.axisTitle), padding: 8 },
    ticks: { color: COLOURS.muted, font: chartFont(TEXT.tick), padding: 6, maxRotation: 0, ...ticks },
    grid: { display: showGrid, color: COLOURS.gridLine, drawTicks: false },
    border: { color: COLOURS.rule },
  };
}

function chartFont(style: TextStyle): { family: string; size: number; weight: number } {
  return { family: `"${FONT_FAMILY}"`, size: style.sizePx, weight: style.weight };
}

/** Returns three points per epoch: a horizontal segment over the epoch's steps, and a point without a value, which ends the line. */
function epochSegments({ stepCount, epochLosses, stepsPerEpoch }: LossCurve): Point[] {
  return Array.from(epochLosses).flatMap((loss, epoch) => {
    const first = epoch * stepsPerEpoch + 1;
    const last = Math.min((epoch + 1) * stepsPerEpoch, stepCount);
    return [
      { x: first, y: loss },
      { x: last, y: loss },
      { x: last, y: NaN },
    ];
  });
}
