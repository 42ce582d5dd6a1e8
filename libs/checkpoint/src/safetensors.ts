/**
 * Reads and writes safetensors files with float32 tensors.
 *
 * Layout: uint64 LE header length | JSON header, padded with spaces to a multiple of 8 | tensor data, little-endian.
 * Equal tensors give equal bytes, because names are sorted by their UTF-8 bytes, offsets are contiguous, and there is no __metadata__.
 * The bytes equal those of the reference implementation. The decoder accepts a file completely or throws an error.
 * Tensor data is copied as bytes, so -0, denormals and NaN keep their bits. All platforms of TensorFlow are little-endian.
 * Reference: https://github.com/huggingface/safetensors#format
 */
import { SafetensorsError } from './errors.js';
import { isCount, isRecord, parseObject, show } from './fields.js';
import type { Refuse } from './fields.js';

/** One tensor. The length of `data` is the product of `shape`, and values are in row-major order. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Tensors by name. */
export type Tensors = Readonly<Record<string, TensorData>>;

const LENGTH_BYTES = 8;
const ALIGNMENT_BYTES = 8;
const MAX_HEADER_BYTES = 16 * 1024 * 1024;
const METADATA = '__metadata__';

/**
 * Encodes tensors as a safetensors file with dtype F32.
 * @throws SafetensorsError when a tensor's data does not fit its shape or a tensor has the name __metadata__
 */
export function encodeSafetensors(tensors: Tensors): Uint8Array {
  const sorted = Object.entries(tensors).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const entries: string[] = [];
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of sorted) {
    checkTensor(name, shape, data);
    const end = offset + data.byteLength;
    // The header is not made from one object, because an object moves names that look like integers to its front.
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [offset, end] })}`);
    chunks.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset = end;
  }
  return Buffer.concat([paddedHeader(`{${entries.join(',')}}`), ...chunks]);
}

/**
 * Decodes a safetensors file whose tensors all have dtype F32. The arrays are copies and do not keep `bytes` alive.
 * @param where name of the file in errors
 * @throws SafetensorsError when the file violates the format or has other dtypes
 */
export function decodeSafetensors(bytes: Uint8Array, where: string): Record<string, TensorData> {
  const refuse: Refuse = (problem, cause) => new SafetensorsError(where, problem, { cause });
  const { header, data } = splitFile(bytes, refuse);
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => checkedEntry(name, value, refuse));
  checkCoverage(entries, data.byteLength, refuse);
  // fromEntries defines properties instead of assigning them, so a tensor may have the name __proto__.
  return Object.fromEntries(
    entries.map(({ name, shape, begin, end }) => [name, { shape, data: copyFloats(data.subarray(begin, end)) }]),
  );
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function checkTensor(name: string, shape: readonly number[], data: Float32Array): void {
  const where = 'The file to be written';
  if (name === METADATA) throw new SafetensorsError(where, `"${METADATA}" is reserved and cannot be a tensor's name`);
  if (elementCount(shape) !== data.length) {
    throw new SafetensorsError(
      where,
      `the shape ${show(shape)} of tensor ${show(name)} does not fit its ${data.length} values`,
    );
  }
}

function paddedHeader(json: string): Uint8Array {
  const text = Buffer.from(json);
  const length = Math.ceil(text.byteLength / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = Buffer.alloc(LENGTH_BYTES + length, ' ');
  header.writeBigUInt64LE(BigInt(length));
  text.copy(header, LENGTH_BYTES);
  return header;
}

function splitFile(bytes: Uint8Array, refuse: Refuse): { header: Record<string, unknown>; data: Uint8Array } {
  if (bytes.byteLength < LENGTH_BYTES) {
    throw refuse(`it has only ${bytes.byteLength} bytes, too few for the header's length`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw refuse(`its header claims ${length} bytes, more than the ${MAX_HEADER_BYTES} that are accepted`);
  }
  const dataStart = LENGTH_BYTES + Number(length);
  if (dataStart > bytes.byteLength) {
    throw refuse(`its header claims ${length} bytes, but only ${bytes.byteLength - LENGTH_BYTES} follow (truncated?)`);
  }
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, dataStart), refuse);
  if (!text.startsWith('{')) throw refuse('its header does not start with "{"');
  return { header: parseObject(text, MAX_HEADER_BYTES, refuse), data: bytes.subarray(dataStart) };
}

function decodeUtf8(bytes: Uint8Array, refuse: Refuse): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw refuse('its header is not UTF-8 text', cause);
  }
}

function checkedEntry(name: string, value: unknown, refuse: Refuse): Entry {
  const wrong = (problem: string) => refuse(`tensor ${show(name)} ${problem}`);
  if (!isRecord(value)) throw wrong(`is described by ${show(value)} instead of an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32') throw wrong(`has dtype ${show(dtype)}; only "F32" is supported`);
  if (!Array.isArray(shape) || !shape.every(isCount)) throw wrong(`has the shape ${show(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw wrong(`has the offsets ${show(offsets)} instead of [begin, end]`);
  }
  const [begin, end] = offsets as [number, number];
  const count = elementCount(shape);
  if (count === undefined || end - begin !== count * Float32Array.BYTES_PER_ELEMENT) {
    throw wrong(`of shape ${show(shape)} cannot lie at bytes ${begin} to ${end}`);
  }
  return { name, shape, begin, end };
}

/** Checks that every byte of the data belongs to exactly one tensor. */
function checkCoverage(entries: readonly Entry[], dataBytes: number, refuse: Refuse): void {
  let covered = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered)
      throw refuse(`tensor ${show(name)} starts at byte ${begin} of the data, expected ${covered}`);
    covered = end;
  }
  if (covered !== dataBytes) {
    throw refuse(`its header describes ${covered} bytes of data, but the file has ${dataBytes}`);
  }
}

/** Returns the product of the sizes, or undefined if a size or the product is not a safe integer >= 0. */
function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!isCount(size) || !isCount(count)) return undefined;
  }
  return count;
}

function copyFloats(bytes: Uint8Array): Float32Array {
  const floats = new Float32Array(bytes.byteLength / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(floats.buffer).set(bytes);
  return floats;
}
