/** Parses and checks the last line of the peers, so that no missing or invalid number becomes part of a result. */
import { PeerResultError } from './errors.js';

export interface PeerTraining {
  /** PyTorch's version. */
  torch: string;
  threads: number;
  imagesPerSecond: number;
  /** Duration of each counted step. */
  stepMs: number[];
  /** Mean loss of each step over the whole batch, including the warm-up. */
  losses: number[];
}

export interface PeerExchange {
  torch: string;
  threads: number;
  sizes: {
    sizeBytes: number;
    /** Time of the slowest process in each round. */
    allReduceMs: number[];
    allReduceAndAdamMs: number[];
  }[];
}

/** Longer than a million steps' numbers. */
const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

/** @throws PeerResultError */
export function parsePeerTraining(line: string, { steps, warmUp }: { steps: number; warmUp: number }): PeerTraining {
  const fields = parseObject(line);
  return {
    torch: textOf(fields, 'torch'),
    threads: numberOf(fields, 'threads'),
    imagesPerSecond: numberOf(fields, 'images_per_second'),
    stepMs: numbersOf(fields, 'step_seconds', steps).map((seconds) => seconds * 1000),
    losses: numbersOf(fields, 'losses', warmUp + steps),
  };
}

/** @throws PeerResultError */
export function parsePeerExchange(
  line: string,
  { sizesBytes, rounds }: { sizesBytes: readonly number[]; rounds: number },
): PeerExchange {
  const fields = parseObject(line);
  const { sizes } = fields;
  if (!Array.isArray(sizes) || sizes.length !== sizesBytes.length) {
    throw new PeerResultError(`"sizes" is not a list of ${sizesBytes.length} sizes`);
  }
  return {
    torch: textOf(fields, 'torch'),
    threads: numberOf(fields, 'threads'),
    sizes: sizes.map((size: unknown, index) => sizeOf(size, sizesBytes[index]!, rounds)),
  };
}

function sizeOf(value: unknown, expectedBytes: number, rounds: number): PeerExchange['sizes'][number] {
  const fields = objectOf(value, 'a size');
  const sizeBytes = numberOf(fields, 'size_bytes');
  if (sizeBytes !== expectedBytes)
    throw new PeerResultError(`a size is ${sizeBytes} bytes instead of ${expectedBytes}`);
  return {
    sizeBytes,
    allReduceMs: numbersOf(fields, 'all_reduce_ms', rounds),
    allReduceAndAdamMs: numbersOf(fields, 'all_reduce_and_adam_ms', rounds),
  };
}

type Fields = Record<string, unknown>;

function parseObject(line: string): Fields {
  if (line.length > MAX_LINE_CHARACTERS) throw new PeerResultError(`it is too long (${line.length} characters)`);
  try {
    return objectOf(JSON.parse(line), 'it');
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new PeerResultError(`it is not valid JSON (${cause.message})`, { cause });
  }
}

function objectOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new PeerResultError(`${what} is not an object`);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new PeerResultError(`"${name}" is not a text`);
}

/** Times, rates, losses and sizes are positive. */
function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function numberOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (isPositive(value)) return value;
  throw new PeerResultError(`"${name}" is not a positive number`);
}

function numbersOf(fields: Fields, name: string, count: number): number[] {
  const value = fields[name];
  if (Array.isArray(value) && value.length === count && value.every(isPositive)) return value;
  throw new PeerResultError(`"${name}" is not a list of ${count} positive numbers`);
}
