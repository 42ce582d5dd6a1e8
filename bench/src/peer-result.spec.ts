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
const requested = { sizesBytes: [400], rounds: 2 };

describe("the result of the peer's training", () => {
  it('is parsed, with times in milliseconds', () => {
    const { imagesPerSecond, stepMs, losses } = parsePeerTraining(JSON.stringify(training), span);
    expect(imagesPerSecond).toBe(1700);
    expect(stepMs).toEqual([75, 76]);
    expect(losses).toEqual([0.3, 0.2, 0.1]);
  });

  it.each([
    ['a missing rate', { images_per_second: undefined }, /"images_per_second" is not a positive number/],
    ['a rate of 0', { images_per_second: 0 }, /"images_per_second"/],
    ['a rate as text', { images_per_second: '1700' }, /"images_per_second"/],
    ['one step too few', { step_seconds: [0.075] }, /"step_seconds" is not a list of 2 positive numbers/],
    ['a null loss', { losses: [0.3, null, 0.1] }, /"losses"/],
    ['too few losses', { losses: [0.2, 0.1] }, /"losses" is not a list of 3/],
    ['no version', { torch: '' }, /"torch" is not a text/],
  ])('is refused with %s', (_, change, problem) => {
    const parse = () => parsePeerTraining(JSON.stringify({ ...training, ...change }), span);
    expect(parse).toThrow(PeerResultError);
    expect(parse).toThrow(problem);
  });

  it("is refused when it is not JSON, such as Python's NaN", () => {
    const line = JSON.stringify(training).replace('1700', 'NaN');
    expect(() => parsePeerTraining(line, span)).toThrow(/not valid JSON.*bench\/peers/);
  });

  it('is refused when it is not an object', () => {
    expect(() => parsePeerTraining('[]', span)).toThrow(/it is not an object/);
  });
});

describe("the result of the peer's exchange", () => {
  it('is parsed', () => {
    expect(parsePeerExchange(JSON.stringify(exchange), requested).sizes).toEqual([
      { sizeBytes: 400, allReduceMs: [1, 2], allReduceAndAdamMs: [1.5, 2.5] },
    ]);
  });

  it.each([
    ['too few sizes', { sizes: [] }, /not a list of 1 sizes/],
    ['another size than requested', { sizes: [{ ...size, size_bytes: 404 }] }, /404 bytes instead of 400/],
    ['one round too many', { sizes: [{ ...size, all_reduce_ms: [1, 2, 3] }] }, /"all_reduce_ms"/],
    ['a size that is not an object', { sizes: [null] }, /a size is not an object/],
  ])('is refused with %s', (_, change, problem) => {
    expect(() => parsePeerExchange(JSON.stringify({ ...exchange, ...change }), requested)).toThrow(problem);
  });
});
