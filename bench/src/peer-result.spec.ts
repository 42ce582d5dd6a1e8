import { describe, expect, it } from 'vitest';
import { PeerResultError } from './errors.js';
import { parsePeerExchange, parsePeerTraining } from './peer-result.js';

const training = {
  torch: '2.15.0',
  threads: 1,
  images_per_second: 1700,
  step_seconds: [0.075, 0.076],
  losses: [0.3, 0.2, 0.1],
};
const span = { steps: 2, warmUp: 1 };

const size = { size_bytes: 400, all_reduce_ms: [1, 2], all_reduce_and_adam_ms: [1.5, 2.5] };
const exchange = { torch: '2.15.0', threads: 1, sizes: [size] };
const asked = { sizesBytes: [400], rounds: 2 };

describe("the result of the peer's training", () => {
  it('is read, its times in milliseconds', () => {
    const { imagesPerSecond, stepMs, losses } = parsePeerTraining(JSON.stringify(training), span);
    expect(imagesPerSecond).toBe(1700);
    expect(stepMs).toEqual([75, 76]);
    expect(losses).toEqual([0.3, 0.2, 0.1]);
  });

  it.each([
    ['a rate that is missing', { images_per_second: undefined }, /"images_per_second" is no positive number/],
    ['a rate of 0', { images_per_second: 0 }, /"images_per_second"/],
    ['a rate as text', { images_per_second: '1700' }, /"images_per_second"/],
    ['a step too few', { step_seconds: [0.075] }, /"step_seconds" is no list of 2 positive numbers/],
    ['a loss that is null', { losses: [0.3, null, 0.1] }, /"losses"/],
    ['no losses of the warm-up', { losses: [0.2, 0.1] }, /"losses" is no list of 3/],
    ['no version', { torch: '' }, /"torch" is no text/],
  ])('is refused with %s', (_, change, problem) => {
    const parse = () => parsePeerTraining(JSON.stringify({ ...training, ...change }), span);
    expect(parse).toThrow(PeerResultError);
    expect(parse).toThrow(problem);
  });

  it("is refused when it is no JSON, as Python's NaN is none", () => {
    const line = JSON.stringify(training).replace('1700', 'NaN');
    expect(() => parsePeerTraining(line, span)).toThrow(/not valid JSON.*bench\/peers/);
  });

  it('is refused when it is no object', () => {
    expect(() => parsePeerTraining('[]', span)).toThrow(/it is no object/);
  });
});

describe("the result of the peer's exchange", () => {
  it('is read', () => {
    expect(parsePeerExchange(JSON.stringify(exchange), asked).sizes).toEqual([
      { sizeBytes: 400, allReduceMs: [1, 2], allReduceAndAdamMs: [1.5, 2.5] },
    ]);
  });

  it.each([
    ['too few sizes', { sizes: [] }, /no list of 1 sizes/],
    ['another size than was asked for', { sizes: [{ ...size, size_bytes: 404 }] }, /404 bytes instead of 400/],
    ['a round too many', { sizes: [{ ...size, all_reduce_ms: [1, 2, 3] }] }, /"all_reduce_ms"/],
    ['a size that is no object', { sizes: [null] }, /a size is no object/],
  ])('is refused with %s', (_, change, problem) => {
    expect(() => parsePeerExchange(JSON.stringify({ ...exchange, ...change }), asked)).toThrow(problem);
  });
});
