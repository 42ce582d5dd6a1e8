import { Chart } from 'chart.js';
import { expect, it } from 'vitest';

import { FigureNumberError, ListLengthError } from './errors.js';
import { lossFigure } from './loss.js';
import { isDark, Picture, type Rectangle } from './picture.js';

const title = 'Training loss';
const flatRun = { losses: Array<number>(300).fill(0.05), epochLosses: [0.08, 0.02], stepsPerEpoch: 150, title };

/** Inside the chart, clear of axes, legend and the names of epochs: two thirds of its height. */
const plot: Rectangle = { x: 240, y: 340, width: 1400, height: 600 };
const isBlue = ([red = 0, , blue = 0]: number[]): boolean => blue > red + 30;
const isGridLine = ([red = 0, green = 0, blue = 0]: number[]): boolean =>
  red < 240 && red > 220 && green > 220 && blue > 215;
const isOrange = ([red = 0, , blue = 0]: number[]): boolean => red > blue + 120;

/** The middles (device pixels) of the horizontal lines of such pixels over the whole width of the area. */
function linesOf(picture: Picture, area: Rectangle, accept: (colour: number[]) => boolean): number[] {
  const found: { first: number; last: number }[] = [];
  for (let y = area.y; y < area.y + area.height; y++) {
    if (picture.count({ ...area, y, height: 1 }, accept) < area.width * 0.9) continue;
    const previous = found.at(-1);
    if (previous?.last === y - 1) previous.last = y;
    else found.push({ first: y, last: y });
  }
  return found.map(({ first, last }) => (first + last) / 2);
}

it('has the width of the other figures', async () => {
  const picture = await Picture.decode(lossFigure(flatRun));
  expect([picture.width, picture.height]).toEqual([1800, 1196]);
});

it('draws the mean of several steps at the last of these steps', async () => {
  const gap = { ...flatRun, epochLosses: [], stepsPerLoss: 10 };
  const losses = Array.from({ length: 30 }, (_, i) => (i >= 10 && i < 20 ? NaN : 0.05));
  const picture = await Picture.decode(lossFigure({ ...gap, losses, stepCount: 299 }));
  expect(picture.count({ ...plot, width: 400 }, isBlue)).toBeGreaterThan(400);
  expect(picture.count({ ...plot, x: 780, width: 350 }, isBlue)).toBe(0);
  expect(picture.count({ ...plot, x: 1240, width: 400 }, isBlue)).toBeGreaterThan(400);
  expect(() => lossFigure({ ...gap, losses, stepCount: 301 })).toThrow(ListLengthError);
});

it('draws losses at their heights on the grid', async () => {
  const picture = await Picture.decode(lossFigure(flatRun));
  const left = { ...plot, width: 500 };
  const right = { ...left, x: 1140 };
  const [at005] = linesOf(picture, left, isBlue);
  const [at008] = linesOf(picture, left, isOrange);
  const [at002] = linesOf(picture, right, isOrange);
  const [at006, at004] = linesOf(picture, { ...left, y: 480, height: 260 }, isGridLine);
  const perHundredth = ((at004 ?? NaN) - (at006 ?? NaN)) / 2;
  expect(perHundredth).toBeGreaterThan(50);
  expect(((at005 ?? NaN) - (at008 ?? NaN)) / perHundredth).toBeCloseTo(3, 1);
  expect(((at002 ?? NaN) - (at005 ?? NaN)) / perHundredth).toBeCloseTo(3, 1);
});

it('keeps the axis when a few losses are far above the rest', async () => {
  const losses = flatRun.losses.map((loss, i) => (i < 10 ? 0.5 : loss));
  const high = await Picture.decode(lossFigure({ ...flatRun, losses }));
  const flat = await Picture.decode(lossFigure(flatRun));
  const left = { ...plot, width: 500 };
  expect(linesOf(flat, left, isOrange)).toHaveLength(1);
  expect(linesOf(high, left, isOrange)).toEqual(linesOf(flat, left, isOrange));
});

it('clips losses above the axis and reports their number', async () => {
  const losses = flatRun.losses.map((loss, i) => (i < 10 ? 0.5 : loss));
  const picture = await Picture.decode(lossFigure({ ...flatRun, losses }));
  expect(picture.count({ x: 220, y: 190, width: 800, height: 75 }, isBlue)).toBe(0);
  const caption = { x: 74, y: 1120, width: 900, height: 40 };
  const unclipped = await Picture.decode(lossFigure(flatRun));
  expect(picture.count(caption, isDark)).toBeGreaterThan(unclipped.count(caption, isDark) + 500);
});

it('shows the curve of losses of another scale', async () => {
  const scaled = (factor: number) => flatRun.losses.map((loss) => loss * factor);
  for (const factor of [100, 1e-4]) {
    const picture = await Picture.decode(lossFigure({ ...flatRun, losses: scaled(factor), epochLosses: [] }));
    expect(linesOf(picture, { ...plot, y: 260, height: 700 }, isBlue)).toHaveLength(1);
  }
});

it('leaves a gap where a loss is unknown', async () => {
  const losses = flatRun.losses.map((loss, i) => (i >= 100 && i < 200 ? NaN : loss));
  const picture = await Picture.decode(lossFigure({ ...flatRun, losses, epochLosses: [] }));
  expect(picture.count({ ...plot, width: 400 }, isBlue)).toBeGreaterThan(400);
  expect(picture.count({ ...plot, x: 780, width: 350 }, isBlue)).toBe(0);
  expect(picture.count({ ...plot, x: 1240, width: 400 }, isBlue)).toBeGreaterThan(400);
});

it('leaves no chart behind', () => {
  lossFigure(flatRun);
  expect(Object.keys(Chart.instances)).toEqual([]);
});

it('writes title, axis titles and legend', async () => {
  const picture = await Picture.decode(lossFigure(flatRun));
  const texts: Rectangle[] = [
    { x: 74, y: 60, width: 600, height: 56 },
    { x: 90, y: 400, width: 32, height: 420 },
    { x: 800, y: 1030, width: 300, height: 40 },
    { x: 1150, y: 215, width: 180, height: 50 },
  ];
  for (const text of texts) expect(picture.count(text, isDark)).toBeGreaterThan(200);
});

it('gives equal bytes for equal numbers', () => {
  expect(lossFigure(flatRun).equals(lossFigure(flatRun))).toBe(true);
  expect(lossFigure({ ...flatRun, epochLosses: [0.08, 0.021] }).equals(lossFigure(flatRun))).toBe(false);
});

it('draws a run of one step and one of many epochs', async () => {
  const one = await Picture.decode(lossFigure({ losses: [0.05], epochLosses: [], stepsPerEpoch: 469, title }));
  expect(one.count({ x: 200, y: 300, width: 1520, height: 600 }, isBlue)).toBeGreaterThan(10);
  const losses = Array<number>(1000).fill(0.04);
  const epochLosses = Array<number>(500).fill(0.04);
  expect((await Picture.decode(lossFigure({ losses, epochLosses, stepsPerEpoch: 2, title }))).width).toBe(1800);
});

it('refuses lists and numbers that do not fit', () => {
  expect(() => lossFigure({ ...flatRun, losses: [] })).toThrow(
    '"losses" has 0 entries; expected the loss of at least one',
  );
  expect(() => lossFigure({ ...flatRun, epochLosses: [1, 2, 3] })).toThrow(ListLengthError);
  expect(() => lossFigure({ ...flatRun, stepsPerEpoch: 0 })).toThrow(FigureNumberError);
  expect(() => lossFigure({ ...flatRun, losses: [0.1, -0.1], epochLosses: [] })).toThrow(/"losses\[1\]" is -0.1/);
});
