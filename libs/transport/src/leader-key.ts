/**
 * The key `leader` of a run's key-value bucket, which names the leading coordinator. Reads and writes have a short timeout and never
 * throw, because a leader must learn in time that it could not renew its lead.
 */
import { MalformedMessageError } from '@lockstep/protocol';
import { LateAnswerError, LeaderConflictError } from './errors.js';
import type { StateBucket } from './state.js';
import { within } from './within.js';

export interface LeaderEntry {
  /** The leader epoch. */
  epoch: number;
  /** Random id of the process that wrote the entry. */
  holder: string;
  state: 'leading' | 'released' | 'finished';
}

export type ReadAnswer = { kind: 'read'; entry: (LeaderEntry & { revision: number }) | undefined } | ReadFailure;

interface ReadFailure {
  kind: 'readFailed';
  reason: string;
  /** Whether the servers report that the bucket no longer exists. */
  gone: boolean;
}

export type WriteAnswer =
  | { kind: 'written'; revision: number }
  /** `unknown`: the server may have written the entry, or may write it later. */
  | { kind: 'writeFailed'; why: 'conflict' | 'unknown'; reason: string };

const KEY = 'leader';
const TIMEOUT_MS = 700;
const MAX_HOLDER_CHARS = 64;
const STATES: readonly string[] = ['leading', 'released', 'finished'] satisfies LeaderEntry['state'][];

export class LeaderKey {
  constructor(private readonly bucket: StateBucket) {}

  async read(): Promise<ReadAnswer> {
    try {
      const found = await within(this.bucket.read(KEY), TIMEOUT_MS);
      const entry = found && { ...decodeLeaderEntry(found.value), revision: found.revision };
      return { kind: 'read', entry };
    } catch (error) {
      return {
        kind: 'readFailed',
        reason: reasonOf(error),
        gone: !(error instanceof LateAnswerError) && (await this.isGone()),
      };
    }
  }

  private async isGone(): Promise<boolean> {
    return within(this.bucket.isGone(), TIMEOUT_MS).catch(() => false);
  }

  /** Writes `entry` if the key is still at `revision`. Revision 0 means that the key does not exist. */
  async write(entry: LeaderEntry, revision: number): Promise<WriteAnswer> {
    try {
      const written = this.bucket.compareAndSet(KEY, JSON.stringify(entry), revision);
      return { kind: 'written', revision: await within(written, TIMEOUT_MS) };
    } catch (error) {
      const why = error instanceof LeaderConflictError ? 'conflict' : 'unknown';
      return { kind: 'writeFailed', why, reason: reasonOf(error) };
    }
  }
}

/** @throws MalformedMessageError */
export function decodeLeaderEntry(value: string): LeaderEntry {
  // The previous release wrote only the leader epoch.
  const { epoch, holder, state } = parsed(value);
  if (!Number.isSafeInteger(epoch) || Number(epoch) < 1 || Number(epoch) > 0xffff_ffff) throw wrong(value);
  if (typeof holder !== 'string' || holder.length > MAX_HOLDER_CHARS) throw wrong(value);
  if (typeof state !== 'string' || !STATES.includes(state)) throw wrong(value);
  return { epoch: Number(epoch), holder, state: state as LeaderEntry['state'] };
}

function parsed(value: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(value);
    if (typeof json === 'number') return { epoch: json, holder: '', state: 'leading' };
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // The error below reports invalid JSON too.
  }
  throw wrong(value);
}

function wrong(value: string): MalformedMessageError {
  const shown = JSON.stringify(value.slice(0, 80));
  return new MalformedMessageError(`the key "${KEY}" of the run's bucket holds ${shown}: delete it`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
