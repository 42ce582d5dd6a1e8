/** Reads a safetensors file for tests: 8 bytes of header length, a JSON header, then float32 values (little-endian). */
import { readFileSync } from 'node:fs';

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

export function readSafetensors(path: string): Map<string, Float32Array> {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength)) as Record<string, Entry>;
  const tensors = new Map<string, Float32Array>();
  for (const [name, { dtype, data_offsets: [begin, end] = [0, 0] }] of Object.entries(header)) {
    if (dtype !== 'F32') continue; // the free metadata
    const values = bytes.subarray(8 + headerLength + begin, 8 + headerLength + end);
    tensors.set(name, new Float32Array(new Uint8Array(values).buffer));
  }
  return tensors;
}
