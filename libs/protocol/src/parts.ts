/**
 * Vectors in parts.
 *
 * A vector of parameters can exceed 1 MiB, the default limit of a NATS message, so it is sent in parts of a fixed size. Only the last
 * part may be shorter. Both sides know the vector's size and the part size from the run. So a part carries only its number, and a
 * message cannot make a receiver allocate more memory.
 * Values are little-endian on the wire, as in the memory of every machine that TensorFlow.js supports.
 */
import { packBf16, unpackBf16 } from './bf16.js';
import { WrongPartError } from './errors.js';
import type { WireDtype } from './messages.js';

/** Returns the number of bytes of a vector of `length` values on the wire. */
export function wireBytes(length: number, dtype: WireDtype): number {
  return length * (dtype === 'f32' ? Float32Array : Uint16Array).BYTES_PER_ELEMENT;
}

/** Returns the number of parts of a vector of `totalBytes`. An empty vector has one empty part. */
export function partCount(totalBytes: number, partSizeBytes: number): number {
  return Math.max(1, Math.ceil(totalBytes / partSizeBytes));
}

/**
 * Returns the bytes of part `part` of a vector: a view for float32, a copy for bfloat16.
 * @param partSizeBytes must be even for bfloat16
 * @param dtype for bfloat16, the values must already be rounded
 */
export function partOf(
  vector: Float32Array,
  partSizeBytes: number,
  part: number,
  dtype: WireDtype = 'f32',
): Uint8Array {
  const start = part * partSizeBytes;
  const end = Math.min(start + partSizeBytes, wireBytes(vector.length, dtype));
  if (dtype === 'bf16') return packBf16(vector.subarray(start / 2, end / 2));
  return new Uint8Array(vector.buffer, vector.byteOffset + start, end - start);
}

/** Assembles a vector from its parts, which may arrive in any order and several times. */
export class VectorAssembler {
  readonly partCount: number;
  private vector: Float32Array | undefined;
  private readonly totalBytes: number;
  private readonly arrived: Uint8Array;
  private arrivedCount = 0;

  /**
   * @param length number of values of the vector
   * @param memory allocates a vector of that length with any content; called once, for the first valid part
   */
  constructor(
    length: number,
    private readonly partSizeBytes: number,
    private readonly dtype: WireDtype = 'f32',
    private readonly memory: () => Float32Array = () => new Float32Array(length),
  ) {
    this.totalBytes = wireBytes(length, dtype);
    this.partCount = partCount(this.totalBytes, partSizeBytes);
    this.arrived = new Uint8Array(this.partCount);
  }

  /**
   * Copies the bytes of a part, because a decoded field is a view of a network buffer at an unaligned offset.
   * @returns whether the part is new
   * @throws WrongPartError when there is no such part or its size is wrong
   */
  add(part: number, data: Uint8Array): boolean {
    if (!Number.isInteger(part) || part < 0 || part >= this.partCount) {
      throw new WrongPartError(`there is no part ${part}: the vector has ${this.partCount}`);
    }
    const expectedBytes = Math.min(this.partSizeBytes, this.totalBytes - part * this.partSizeBytes);
    if (data.byteLength !== expectedBytes) {
      throw new WrongPartError(`part ${part} has ${data.byteLength} bytes, expected ${expectedBytes}`);
    }
    if (this.arrived[part]) return false;
    this.vector ??= this.memory();
    if (this.dtype === 'bf16') unpackBf16(data, this.vector.subarray((part * this.partSizeBytes) / 2));
    else partOf(this.vector, this.partSizeBytes, part).set(data);
    this.arrived[part] = 1;
    this.arrivedCount += 1;
    return true;
  }

  get complete(): boolean {
    return this.arrivedCount === this.partCount;
  }

  /** The number of parts that have arrived. */
  get count(): number {
    return this.arrivedCount;
  }

  /** Returns the numbers of the parts that have not arrived, ascending. */
  missing(): number[] {
    return Array.from(this.arrived.keys()).filter((part) => !this.arrived[part]);
  }

  /** Returns the vector, which then belongs to the caller. @throws WrongPartError while parts are missing */
  take(): Float32Array {
    if (!this.complete || !this.vector) throw new WrongPartError(`parts ${this.missing().join(', ')} are missing`);
    return this.vector;
  }
}
