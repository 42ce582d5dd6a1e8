/** Maps between the enums on the wire and the strings that the rest of Lockstep uses. */
import { lockstep } from '../generated/lockstep.js';
import type { Phase, RefusalCode, WireDtype } from './messages.js';

export const PHASES: Record<Phase, lockstep.Phase> = {
  train: lockstep.Phase.TRAIN,
  evaluate: lockstep.Phase.EVALUATE,
};

export const WIRE_DTYPES: Record<WireDtype, lockstep.WireDtype> = {
  f32: lockstep.WireDtype.F32,
  bf16: lockstep.WireDtype.BF16,
};

export const REFUSAL_CODES: Record<RefusalCode, lockstep.RefusalCode> = {
  MALFORMED: lockstep.RefusalCode.MALFORMED,
  PROTOCOL_VERSION: lockstep.RefusalCode.PROTOCOL_VERSION,
  SCHEMA: lockstep.RefusalCode.SCHEMA,
  FINGERPRINT: lockstep.RefusalCode.FINGERPRINT,
  DUPLICATE_ID: lockstep.RefusalCode.DUPLICATE_ID,
  UNKNOWN_WORKER: lockstep.RefusalCode.UNKNOWN_WORKER,
  FULL: lockstep.RefusalCode.FULL,
  NO_LEASE: lockstep.RefusalCode.NO_LEASE,
  NOT_FINITE: lockstep.RefusalCode.NOT_FINITE,
  WRONG_SHAPE: lockstep.RefusalCode.WRONG_SHAPE,
  STALE: lockstep.RefusalCode.STALE,
  AUDIT: lockstep.RefusalCode.AUDIT,
};

/** Returns the string for a wire value, or undefined if this version does not know the value. */
export function wordFor<Word extends string>(words: Record<Word, number>, value: number): Word | undefined {
  return (Object.keys(words) as Word[]).find((word) => words[word] === value);
}
