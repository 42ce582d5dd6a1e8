/** A machine that follows a leader, under messages that count from the leader's latest ones, and what it remembers. */
import { footprintOf } from '@lockstep/simulation';
import {
  decodeCoordinatorMessage,
  encodeCoordinatorMessage,
  MalformedMessageError,
  type CoordinatorBody,
  type CoordinatorMessage,
  type WireDtype,
} from '@lockstep/protocol';
import fc from 'fast-check';
import { expect } from 'vitest';
import { uint32 } from './values.js';

export const DTYPES: readonly WireDtype[] = ['f32', 'bf16'];

/** A message whose numbers are relative to those that the machine has received last. */
export interface RelativeMessage {
  epoch: number;
  version: number;
  body: CoordinatorBody;
  leaseId?: number;
  toIncarnation?: number;
}

/** How far a number is from the expected one: a usual distance, or now and then any number. */
export function shift(weight: number, ...usual: number[]): fc.Arbitrary<number> {
  return fc.oneof({ weight, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: uint32 });
}

/** What a machine has received of its leader. */
export interface Leader {
  leaderEpoch: number;
  latest: number;
  leaseId: number;
}

/** As it comes out of the decoder; undefined when the decoder refuses it. */
export function received(
  { leaderEpoch, latest, leaseId }: Leader,
  { epoch, version, body, leaseId: lease = 0, toIncarnation = 0 }: RelativeMessage,
): CoordinatorMessage | undefined {
  // Huge numbers are cut to what the wire carries.
  const number = (from: number, by: number) => Math.min(Math.max(0, from + by), 0xffff_ffff);
  const numbered = 'leaseId' in body ? { ...body, leaseId: number(leaseId, lease) } : body;
  const envelope = { leaderEpoch: number(leaderEpoch, epoch), version: number(latest, version), toIncarnation };
  try {
    return decodeCoordinatorMessage(encodeCoordinatorMessage({ ...envelope, body: numbered }));
  } catch (error) {
    if (error instanceof MalformedMessageError) return undefined;
    throw error;
  }
}

/** @throws Error when a machine remembers more than `entries` of its collections and `bytes` of its vectors */
export function expectBounded(machine: object, entries: number, bytes: number): void {
  expect(footprintOf(machine), 'entries').toBeLessThanOrEqual(entries);
  expect(bytesOf(machine), 'bytes').toBeLessThanOrEqual(bytes);
}

function bytesOf(root: unknown, seen = new Set<unknown>()): number {
  if (typeof root !== 'object' || root === null || seen.has(root)) return 0;
  seen.add(root);
  if (ArrayBuffer.isView(root)) return root.byteLength;
  const values = root instanceof Map || root instanceof Set ? [...root.values()] : Object.values(root);
  return values.reduce<number>((sum, value) => sum + bytesOf(value, seen), 0);
}
