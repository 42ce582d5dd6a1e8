/** Reads cases that PyTorch and diffusers computed: safetensors files in fixtures/, or files that environment variables name. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export class GoldenCase {
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors = new Map<string, GoldenTensor>();

  constructor(path: string) {
    this.name = basename(path);
    const bytes = readFileSync(path);
    const start = 8 + Number(bytes.readBigUInt64LE(0));
    const { __metadata__: metadata = {}, ...entries } = JSON.parse(bytes.toString('utf8', 8, start)) as Record<
      string,
      Entry
    > & { __metadata__?: Record<string, string> };
    this.metadata = metadata;
    for (const [name, entry] of Object.entries(entries)) {
      const [begin, end] = entry.data_offsets;
      const data = new Uint8Array(bytes.subarray(start + begin, start + end)).buffer;
      this.tensors.set(name, { shape: entry.shape, values: decode(entry.dtype, data) });
    }
  }

  /** The network's configuration, from the metadata. */
  get config(): Record<string, unknown> {
    return JSON.parse(this.metadata['config'] ?? '{}') as Record<string, unknown>;
  }

  has(name: string): boolean {
    return this.tensors.has(name);
  }

  tensor(name: string): GoldenTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`${this.name} has no tensor ${name}.`);
    return tensor;
  }

  values(name: string): Float32Array {
    return this.tensor(name).values;
  }

  /** The tensors whose names begin with the prefix, keyed by the rest of their names. */
  withPrefix(prefix: string): Map<string, Float32Array> {
    const found = [...this.tensors].filter(([name]) => name.startsWith(prefix));
    return new Map(found.map(([name, { values }]) => [name.slice(prefix.length), values]));
  }
}

/** Reads files of fixtures/, then the file whose path the environment variable holds, if it is set. Prints that path. */
export function goldenCases(fixtures: string[], variable?: string): GoldenCase[] {
  const folder = new URL('../../fixtures/', import.meta.url);
  const cases = fixtures.map((fixture) => new GoldenCase(fileURLToPath(new URL(fixture, folder))));
  const path = variable && process.env[variable];
  if (path) {
    cases.push(new GoldenCase(path));
    console.log(`${variable}: ${path}`);
  }
  return cases;
}

function decode(dtype: string, data: ArrayBuffer): Float32Array {
  if (dtype === 'F32') return new Float32Array(data);
  if (dtype === 'F64') return Float32Array.from(new Float64Array(data));
  if (dtype === 'I32') return Float32Array.from(new Int32Array(data));
  if (dtype === 'I64') return Float32Array.from(new BigInt64Array(data), Number);
  throw new Error(`Values of type ${dtype} cannot be read.`);
}

export function largestDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((largest, value, index) => {
    const difference = Math.abs(value - expected[index]!);
    return difference <= largest ? largest : difference; // NaN counts as the largest
  }, 0);
}

/** Compares the bits of two arrays. For a million numbers `toEqual` takes seconds. */
export function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return bytesOf(a).equals(bytesOf(b));
}

export function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

export function distance(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return norm(actual.map((value, index) => value - expected[index]!));
}
