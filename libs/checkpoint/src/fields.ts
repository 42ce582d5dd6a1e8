/**
 * Validated access to the fields of parsed JSON. Every method returns a value of its type or throws the error that `refuse` creates.
 * The error names the field, the expected and the actual value.
 */
import type { FileDigest } from './digest.js';

/** Creates the error for a problem of the document. */
export type Refuse = (problem: string, cause?: unknown) => Error;

/** The maximum nesting depth: far more than a run's config needs, and far less than recursion can handle. */
const MAX_DEPTH = 100;

/** Reports whether a value is a JSON object, which excludes null and arrays. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reports whether a value is a safe integer >= 0. Excludes -0, because JSON.stringify would write it as 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && !Object.is(value, -0);
}

/** Formats any value for an error message, in at most 60 characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  // JSON would print NaN as null.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Parses a JSON object of at most `maxLength` UTF-16 code units. */
export function parseObject(text: string, maxLength: number, refuse: Refuse): Record<string, unknown> {
  if (text.length > maxLength) throw refuse(`it is longer than ${maxLength} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('it is not valid JSON (truncated or damaged)', cause);
  }
  if (isDeep(value)) throw refuse(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (!isRecord(value)) throw refuse(`a JSON object was expected, but it is ${show(value)}`);
  return value;
}

/** Reports whether a value is nested too deeply for recursive functions such as JSON.stringify. */
function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** The fields of one JSON object. */
export class Fields {
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly refuse: Refuse,
    private readonly prefix = '',
  ) {}

  /** A non-empty string. */
  text(name: string): string {
    const value = this.values[name];
    if (typeof value !== 'string' || value === '') throw this.wrong(name, 'a non-empty string', value);
    return value;
  }

  /** An integer >= 0. */
  count(name: string): number {
    const value = this.values[name];
    if (!isCount(value)) throw this.wrong(name, 'an integer of at least 0', value);
    return value;
  }

  /** A number from 0 to 1. */
  fraction(name: string): number {
    const value = this.values[name];
    if (typeof value !== 'number' || !(value >= 0 && value <= 1)) throw this.wrong(name, 'a number from 0 to 1', value);
    return value;
  }

  /** A finite number. */
  finiteNumber(name: string): number {
    const value = this.values[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.wrong(name, 'a finite number', value);
    return value;
  }

  /** A list of exactly `length` finite numbers. `why` explains the length in the error. */
  finiteNumbers(name: string, length: number, why: string): number[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw this.wrong(name, 'a list of numbers', value);
    if (value.length !== length) {
      throw this.refuse(`"${this.prefix}${name}" should have ${length} numbers (${why}), but has ${value.length}`);
    }
    for (const [index, item] of value.entries()) {
      if (!Number.isFinite(item)) throw this.wrong(`${name}[${index}]`, 'a finite number', item);
    }
    return value as number[];
  }

  /** A JSON object with any content. */
  record(name: string): Record<string, unknown> {
    const value = this.values[name];
    if (!isRecord(value)) throw this.wrong(name, 'a JSON object', value);
    return value;
  }

  /** The fields of a nested JSON object. */
  nested(name: string): Fields {
    return new Fields(this.record(name), this.refuse, `${this.prefix}${name}.`);
  }

  /** A JSON object {file name: {bytes, sha256}} with exactly the names in `expected`. */
  digests<File extends string>(name: string, expected: readonly File[]): Record<File, FileDigest> {
    const found = Object.keys(this.record(name)).sort();
    if (found.join() !== [...expected].sort().join()) throw this.wrong(name, `the files ${expected.join(', ')}`, found);
    const files = this.nested(name);
    return Object.fromEntries(expected.map((file) => [file, files.nested(file).digest()])) as Record<File, FileDigest>;
  }

  private digest(): FileDigest {
    const bytes = this.count('bytes');
    const sha256 = this.text('sha256');
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw this.wrong('sha256', '64 lower-case hexadecimal characters', sha256);
    return { bytes, sha256 };
  }

  private wrong(name: string, expected: string, found: unknown): Error {
    return this.refuse(`"${this.prefix}${name}" should be ${expected}, but is ${show(found)}`);
  }
}
