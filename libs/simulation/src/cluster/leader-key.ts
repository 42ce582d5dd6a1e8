/** Executes the node's reads and writes of the leader key on the simulated key-value store. */
import type { LeaderEntry, LeaderKeyAnswer, NodeEffect, TrainingState } from '@lockstep/cluster';
import type { Stores } from '../world/stores.js';

const LEADER_KEY = 'leader';

export function askLeaderKey(
  stores: Stores<TrainingState>,
  client: string,
  question: Extract<NodeEffect, { kind: 'readLeaderKey' | 'writeLeaderKey' }>,
  answer: (answer: LeaderKeyAnswer) => void,
): void {
  if (question.kind === 'readLeaderKey') {
    return stores.read(client, LEADER_KEY, (read) => {
      if (!read.ok) return answer({ kind: 'readFailed', reason: read.error, gone: read.error === 'gone' });
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
