/** Parsers of option values. Each throws an Error that names the expected values. */
import { accessSync, constants, statSync } from 'node:fs';

export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^[0-9]+$/.test(text) || value < min || value > max) {
      const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
      throw new Error(`expected an integer ${range}`);
    }
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new Error('expected a number greater than 0');
  return value;
}

export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new Error('expected a number from 0 to 1');
  return value;
}

export function oneOf<T extends string>(...words: readonly T[]): (text: string) => T {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) throw new Error(`expected one of ${words.join(', ')}`);
    return word;
  };
}

export function text(value: string): string {
  if (value === '') throw new Error('expected some text');
  return value;
}

export function readableFile(path: string): string {
  try {
    if (path !== '' && statSync(path).isFile()) accessSync(path, constants.R_OK);
    else throw new Error();
  } catch {
    throw new Error('expected a readable file');
  }
  return path;
}

/** Parses a token of a NATS subject. */
export function identifier(value: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(value))
    throw new Error('expected 1 to 64 of the characters A-Z, a-z, 0-9, "-" and "_"');
  return value;
}

/** Parses a flag of the environment or the config file. */
export function flag(value: string): boolean {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new Error('expected true or false');
}
