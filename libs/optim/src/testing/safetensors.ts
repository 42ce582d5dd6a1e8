/** Reads a safetensors file with float32 and float64 tensors, for tests. The file is trusted and not validated. */
import { readFileSync } from 'node:fs';

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

export function readSafetensors(path: string): SafetensorsFile {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<
    string,
    Entry
  > & { __metadata__?: Record<string, string> };
  const tensors = new Map<string, Tensor>();
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end],
    },
  ] of Object.entries(entries)) {
    const { buffer } = new Uint8Array(bytes.subarray(8 + headerLength + begin, 8 + headerLength + end));
    if (dtype !== 'F32' && dtype !== 'F64') throw new Error(`${path}: ${name} has dtype ${dtype}, expected F32 or F64`);
    tensors.set(name, { shape, values: dtype === 'F32' ? new Float32Array(buffer) : new Float64Array(buffer) });
  }
  return { metadata, tensors };
}
