/** A coordinator's node for tests. The leader key and the epoch's file answer at once, and the test answers all other requests. */
import type { TrainingState } from '../training/training-state.js';
import type { NodeConfig, NodeEffect, NodeEvent } from '../node/events.js';
import { CoordinatorNode } from '../node/node.js';
import type { SnapshotInbox } from '../standby/snapshot-inbox.js';
import type { StandbyMachine } from '../standby/standby.js';
import { CONFIG, startState } from './coordinator.js';
import { TestKey } from './leadership.js';

const TICK_MS = 50;

type Kind = NodeEffect['kind'];
type Effect<K extends Kind> = Extract<NodeEffect, { kind: K }>;

export function stateOf(version: number): TrainingState {
  return { ...startState(), version, epochLossSum: version };
}

export class TestNode {
  readonly node: CoordinatorNode;
  readonly effects: NodeEffect[] = [];
  nowMs = 0;
  /** `silent`: the server with the key does not answer; `gone`: it has lost the bucket. */
  server: 'well' | 'silent' | 'gone' = 'well';

  constructor(
    config: Partial<NodeConfig> = {},
    readonly key = new TestKey(),
  ) {
    this.node = new CoordinatorNode({
      processId: 'me',
      incarnation: 7,
      role: 'lead',
      newRun: true,
      latestEpoch: 0,
      alone: false,
      training: CONFIG,
      resumed: undefined,
      initial: () => startState(),
      ...config,
    });
  }

  handle(event: NodeEvent): void {
    for (const effect of this.node.handle(event, this.nowMs)) {
      this.effects.push(effect);
      this.answer(effect);
    }
  }

  run(forMs: number): this {
    const untilMs = this.nowMs + forMs;
    for (; this.nowMs < untilMs; this.nowMs += TICK_MS) this.handle({ kind: 'tick' });
    return this;
  }

  /** Effects of a kind since the last call of {@link forget}. */
  all<K extends Kind>(kind: K): Effect<K>[] {
    return this.effects.filter((effect): effect is Effect<K> => effect.kind === kind);
  }

  last<K extends Kind>(kind: K): Effect<K> {
    const effect = this.all(kind).at(-1);
    if (!effect) throw new Error(`no ${kind} among: ${this.effects.map((each) => each.kind).join(', ')}`);
    return effect;
  }

  forget(): void {
    this.effects.length = 0;
  }

  /** Another process takes the lead and keeps it for this time. */
  depose(forMs = 400): void {
    this.key.put({ epoch: (this.key.entry?.epoch ?? 0) + 1, state: 'leading' });
    // A renewal finds the changed key.
    this.run(forMs);
  }

  /** The leader that this process follows releases the lead. */
  release(): void {
    this.key.put({ state: 'released' });
    this.run(400);
  }

  /** Sets the state that the standby has followed. With `snapshot` the standby is out of step. */
  followed(state: TrainingState, snapshot?: SnapshotInbox): void {
    const { following } = this.node as unknown as { following: { machine: StandbyMachine } };
    Object.assign(following.machine, { state, snapshot });
  }

  /** Answers the requests of the pending save, up to the operation `stopAt` or the end. */
  save(stopAt?: string): void {
    for (;;) {
      const question = this.effects.findLast(({ kind }) => kind === 'encode' || kind === 'execute');
      if (!question || this.answered.has(question)) return;
      if (question.kind === 'execute' && question.operation === stopAt) return;
      this.answered.add(question);
      if (question.kind === 'encode') this.handle({ kind: 'encoded', id: question.id, key: `key ${question.id}` });
      if (question.kind !== 'execute') continue;
      const pointer = { kind: 'pointer', pointer: undefined } as const;
      const answer = question.operation === 'getLatest' ? pointer : ({ kind: 'done' } as const);
      this.handle({ kind: 'saved', id: question.id, answer });
    }
  }

  private readonly answered = new Set<NodeEffect>();

  private answer(effect: NodeEffect): void {
    if (effect.kind === 'storeEpoch') return this.handle({ kind: 'epochStored', id: effect.id });
    if (effect.kind !== 'readLeaderKey' && effect.kind !== 'writeLeaderKey') return;
    const { id } = effect;
    if (this.server === 'silent') return;
    if (effect.kind === 'readLeaderKey') {
      const answer =
        this.server === 'gone'
          ? ({ kind: 'readFailed', reason: 'no such bucket', gone: true } as const)
          : ({ kind: 'read', entry: this.key.entry } as const);
      return this.handle({ kind: 'leaderKey', id, answer });
    }
    const revision = this.server === 'gone' ? undefined : this.key.write(effect.entry, effect.revision);
    const failed = { kind: 'writeFailed', why: this.server === 'gone' ? 'unknown' : 'conflict', reason: '' } as const;
    this.handle({ kind: 'leaderKey', id, answer: revision === undefined ? failed : { kind: 'written', revision } });
  }
}
