import { describe, expect, it } from 'vitest';
import { flag, fraction, identifier, integer, oneOf, positiveNumber, readableFile, text } from './parsers.js';

type Parse = (text: string) => unknown;

describe('parsers accept', () => {
  it.each<[string, Parse, string, unknown]>([
    ['integer', integer(0), '0', 0],
    ['integer', integer(0), '4294967296', 2 ** 32],
    ['integer', integer(1, 5), '5', 5],
    ['positiveNumber', positiveNumber, '1e-3', 0.001],
    ['positiveNumber', positiveNumber, '0.5', 0.5],
    ['fraction', fraction, '0', 0],
    ['fraction', fraction, '0.01', 0.01],
    ['fraction', fraction, '1', 1],
    ['oneOf', oneOf('a', 'b'), 'b', 'b'],
    ['text', text, ' ', ' '],
    ['readableFile', readableFile, import.meta.filename, import.meta.filename],
    ['identifier', identifier, 'run-1_B', 'run-1_B'],
    ['identifier', identifier, 'x'.repeat(64), 'x'.repeat(64)],
    ['flag', flag, 'true', true],
    ['flag', flag, '1', true],
    ['flag', flag, 'false', false],
    ['flag', flag, '0', false],
  ])('%s: %j', (_name, parse, input, value) => expect(parse(input)).toBe(value));
});

describe('parsers refuse a value and name the expected ones', () => {
  it.each<[string, Parse, string[], string]>([
    [
      'integer',
      integer(1),
      ['', '0', '-1', '1.5', '1e3', '0x10', ' 1', '1 ', 'NaN', '9007199254740993'],
      'an integer of at least 1',
    ],
    ['integer', integer(1, 5), ['6', 'five'], 'an integer from 1 to 5'],
    [
      'positiveNumber',
      positiveNumber,
      ['', ' ', '0', '-1', 'NaN', 'Infinity', '1e999', 'x'],
      'a number greater than 0',
    ],
    ['fraction', fraction, ['', ' ', '-0.1', '1.1', 'NaN', 'Infinity', 'x'], 'a number from 0 to 1'],
    ['oneOf', oneOf('a', 'b'), ['', 'c', 'A', 'ab'], 'one of a, b'],
    ['text', text, [''], 'some text'],
    ['readableFile', readableFile, ['', '/nowhere', import.meta.dirname], 'a readable file'],
    ['identifier', identifier, ['', 'a.b', '*', '>', 'a b', 'ä', 'a\n', 'x'.repeat(65)], '1 to 64 of the characters'],
    ['flag', flag, ['', 'yes', 'True', '2'], 'true or false'],
  ])('%s', (_name, parse, inputs, expected) => {
    for (const input of inputs) expect(() => parse(input), input).toThrow(`expected ${expected}`);
  });
});
