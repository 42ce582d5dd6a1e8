/**
 * The key `leader` of a run's key-value bucket: who leads. Reads and writes never throw and never take long: a server that is
 * gone does not answer, and whoever leads must know in time that it could not say so.
 */
import { UserError } from '@lockstep/errors';
import { MalformedMessageError } from '@lockstep/protocol';
import { LeaderConflictError } from './errors.js';
import type { StateBucket } from './state.js';

export interface LeaderEntry {
  epoch: number;
  /** Random id of the process that wrote it. */
  holder: string;
  state: 'leading' | 'released' | 'finished';
}

export type ReadAnswer = { kind: 'read'; entry: (LeaderEntry & { revision: number }) | undefined } | ReadFailure;

/** `gone`: the servers say that the bucket is not there any more. */
export interface ReadFailure {
  kind: 'readFailed';
  reason: string;
  gone: boolean;
}

export type WriteAnswer =
  | { kind: 'written'; revision: number }
  /** `unknown`: it may be written, or be written later. */
  | { kind: 'writeFailed'; why: 'conflict' | 'unknown'; reason: string };

const KEY = 'leader';
const ANSWER_WITHIN_MS = 700;
/** Of a random id. */
const HOLDER_CHARS = 64;
const STATES: readonly string[] = ['leading', 'released', 'finished'] satisfies LeaderEntry['state'][];

class LateError extends UserError {
  constructor(ms: number) {
    super(`the NATS server did not answer within ${ms} ms`);
  }
}

export class LeaderKey {
  constructor(
    private readonly bucket: StateBucket,
    private readonly answerWithinMs = ANSWER_WITHIN_MS,
  ) {}

  async read(): Promise<ReadAnswer> {
    try {
      const found = await within(this.bucket.read(KEY), this.answerWithinMs);
      const entry = found && { ...decodeLeaderEntry(found.value), revision: found.revision };
      return { kind: 'read', entry };
    } catch (error) {
      return {
        kind: 'readFailed',
        reason: reasonOf(error),
        gone: !(error instanceof LateError) && (await this.isGone()),
      };
    }
  }

  private async isGone(): Promise<boolean> {
    return within(this.bucket.isGone(), this.answerWithinMs).catch(() => false);
  }

  /** Writes `entry` if the key is still at `revision` (0: if it does not exist yet). */
  async write(entry: LeaderEntry, revision: number): Promise<WriteAnswer> {
    try {
      const written = this.bucket.compareAndSet(KEY, JSON.stringify(entry), revision);
      return { kind: 'written', revision: await within(written, this.answerWithinMs) };
    } catch (error) {
      const why = error instanceof LeaderConflictError ? 'conflict' : 'unknown';
      return { kind: 'writeFailed', why, reason: reasonOf(error) };
    }
  }
}

/** @throws MalformedMessageError */
export function decodeLeaderEntry(value: string): LeaderEntry {
  // The release before this one wrote the epoch alone.
  const { epoch, holder, state } = parsed(value);
  if (!Number.isSafeInteger(epoch) || Number(epoch) < 1 || Number(epoch) > 0xffff_ffff) throw wrong(value);
  if (typeof holder !== 'string' || holder.length > HOLDER_CHARS) throw wrong(value);
  if (typeof state !== 'string' || !STATES.includes(state)) throw wrong(value);
  return { epoch: Number(epoch), holder, state: state as LeaderEntry['state'] };
}

function parsed(value: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(value);
    if (typeof json === 'number') return { epoch: json, holder: '', state: 'leading' };
    if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  } catch {
    // Said below, as for all else that is no entry.
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

async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateError(ms)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // What comes too late is not listened to any more, and must not end the process either.
    answer.catch(() => undefined);
  }
}
