/**
 * The curve of loss.png: Chart.js on a canvas without a browser.
 *
 * Every option that would otherwise come from a browser or from Chart.js' defaults for one (fonts, size, animation) is
 * set here, and no global default is changed. The epochs' averages are segments over the steps they average.
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

import { epochMarks, LOSS_AXIS_MAX, type LossCurve } from './epoch-marks.js';
import { FONT_FAMILY } from './fonts.js';
import type { Page } from './page.js';
import { formatCount } from './text.js';
import { COLOURS, PIXEL_RATIO, TEXT, type TextStyle } from './theme.js';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Up to so many steps each is marked by a point: a line through so few would hardly be seen. */
const MAX_MARKED_STEPS = 60;

Chart.register(LineController, LineElement, PointElement, LinearScale, Legend);

/** Draws the chart onto a page, at the given place in logical pixels. */
export function drawLossChart({ context }: Page, curve: LossCurve, place: Rectangle): void {
  // Chart.js takes the logical size from its canvas and enlarges it by the device pixel ratio.
  const canvas = createCanvas(place.width, place.height);
  // It is typed for a browser's canvas; this one has the same methods.
  const chart = new Chart<'line', Point[]>(canvas, chartConfiguration(curve));
  context.drawImage(canvas, place.x, place.y, place.width, place.height);
  // Chart.js keeps every chart that is not destroyed; destroying it wipes its canvas.
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
        y: axis('Loss (mean squared error)', LOSS_AXIS_MAX, true, {
          stepSize: 0.02,
          callback: (value) => Number(value).toFixed(2),
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

/** Two points per epoch, and one without a value after them, where the line breaks. */
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
