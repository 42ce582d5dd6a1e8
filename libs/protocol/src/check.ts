/** Field checks shared by the decoders. Each returns the value or throws a MalformedMessageError with the field's name and bounds. */
import { MalformedMessageError } from './errors.js';
import { LIMITS } from './limits.js';

export function integer(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new MalformedMessageError(`${field} is ${value}, expected an integer from ${min} to ${max}`);
  }
  return value;
}

/** Checks the size of a part, which must hold whole float32 values. */
export function partSizeBytes(field: string, value: number): number {
  integer(field, value, LIMITS.partSizeBytesMin, LIMITS.partSizeBytesMax);
  if (value % Float32Array.BYTES_PER_ELEMENT === 0) return value;
  throw new MalformedMessageError(`${field} is ${value}, expected a multiple of ${Float32Array.BYTES_PER_ELEMENT}`);
}

export function text(field: string, value: string): string {
  if (value.length > LIMITS.textChars) {
    throw new MalformedMessageError(`${field} has ${value.length} characters, expected at most ${LIMITS.textChars}`);
  }
  return value;
}

export function id(field: string, value: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(value)) throw new MalformedMessageError(`${field} is not a valid id`);
  return value;
}

/** Checks the name of a file, which must not contain a folder. */
export function fileName(field: string, value: string): string {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(value))
    throw new MalformedMessageError(`${field} is not a valid file name`);
  return value;
}

/** Checks a media type: type/subtype with optional parameters (RFC 6838 and RFC 9110). */
export function mediaType(field: string, value: string): string {
  text(field, value);
  if (!/^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(;[ -~]*)?$/.test(value)) {
    throw new MalformedMessageError(`${field} is not a media type`);
  }
  return value;
}

export function sha256(field: string, value: string): string {
  if (!/^[0-9a-f]{64}$/.test(value)) throw new MalformedMessageError(`${field} is not a SHA-256 in hexadecimal`);
  return value;
}

export function fraction(field: string, value: number): number {
  if (!(value >= 0 && value <= 1)) throw new MalformedMessageError(`${field} is ${value}, expected 0 to 1`);
  return value;
}

export function positive(field: string, value: number): number {
  if (!(value > 0 && value < Infinity)) {
    throw new MalformedMessageError(`${field} is ${value}, expected a positive number`);
  }
  return value;
}

export function finite(field: string, value: number): number {
  if (!Number.isFinite(value)) throw new MalformedMessageError(`${field} is ${value}, expected a finite number`);
  return value;
}

export function milliseconds(field: string, value: number): number {
  if (!(value >= 0 && value <= LIMITS.intervalMs)) {
    throw new MalformedMessageError(`${field} is ${value}, expected milliseconds from 0 to ${LIMITS.intervalMs}`);
  }
  return value;
}

export function bytes(field: string, value: Uint8Array, max: number): Uint8Array {
  if (value.byteLength > max) {
    throw new MalformedMessageError(`${field} has ${value.byteLength} bytes, expected at most ${max}`);
  }
  return value;
}

/** Checks a list of missing parts, which cannot be longer than the number of parts of the largest vector. */
export function partNumbers(field: string, parts: number[]): number[] {
  const max = LIMITS.parameterCount / LIMITS.partSizeBytesMin;
  if (parts.length > max) {
    throw new MalformedMessageError(`${field} has ${parts.length} numbers, expected at most ${max}`);
  }
  return [...parts];
}

export function known<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw new MalformedMessageError(`${field} has a value that this version does not know`);
  return value;
}

export function present<T>(field: string, value: T | null | undefined): T {
  if (value === undefined || value === null) throw new MalformedMessageError(`${field} is missing`);
  return value;
}

/** Runs a protobuf decoder. @throws MalformedMessageError when the message is too large or the decoder throws */
export function decoded<T>(what: string, data: Uint8Array, decode: (data: Uint8Array) => T): T {
  bytes(what, data, LIMITS.messageBytes);
  try {
    return decode(data);
  } catch (cause) {
    throw new MalformedMessageError(`${what} cannot be decoded`, { cause });
  }
}
