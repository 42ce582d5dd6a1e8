/** Carries out what the machine of leadership asks of the key-value store. */
import type { LeaderEntry, LeadershipEffect, LeadershipEvent } from '../election/events.js';
import type { TrainingState } from '../training/training-state.js';
import type { Stores } from './stores.js';

const LEADER_KEY = 'leader';

export function askLeaderKey(
  stores: Stores<TrainingState>,
  client: string,
  question: Extract<LeadershipEffect, { kind: 'read' | 'write' }>,
  answer: (event: LeadershipEvent) => void,
): void {
  if (question.kind === 'read') {
    return stores.read(client, LEADER_KEY, (read) => {
      if (!read.ok) return answer({ kind: 'readFailed', reason: read.error, gone: false });
      if (!read.result) return answer({ kind: 'read', entry: undefined });
      const { value, revision } = read.result;
      answer({ kind: 'read', entry: { ...(JSON.parse(value) as LeaderEntry), revision } });
    });
  }
  const { entry, revision } = question;
  stores.compareAndSet(client, LEADER_KEY, JSON.stringify(entry), revision, (written) => {
    if (written.ok) return answer({ kind: 'written', revision: written.result });
    answer({ kind: 'writeFailed', why: written.error === 'conflict' ? 'conflict' : 'unknown', reason: written.error });
  });
}
