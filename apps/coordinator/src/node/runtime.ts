/** Executes the effects of the CoordinatorNode with NATS, the disk and timers, and dispatches their results as events. */
import { randomBytes, randomInt } from 'node:crypto';
import {
  CoordinatorNode,
  type NodeConfig,
  type NodeEffect,
  type NodeEvent,
  type NodeResult,
  type SaveAnswer,
  type StepRecord,
  type TrainingState,
} from '@lockstep/cluster';
import { stopReason, type Logger } from '@lockstep/cli';
import { messageOf } from '@lockstep/errors';
import type { StandbyMessage } from '@lockstep/protocol';
import type { CoordinatorChannel, LeaderKey, LeaderStandbyChannel } from '@lockstep/transport';

const TICK_MS = 50;
const ID_BYTES = 16;

type SaveEffect = Extract<NodeEffect, { kind: 'encode' | 'execute' }>;

/** Writes and publishes checkpoints. */
export interface SaveExecutor {
  /** Encodes the files of a checkpoint. Returns the key that names its objects in the store. */
  encode(effect: Extract<SaveEffect, { kind: 'encode' }>): string;
  /** Executes an operation on the last encoded files. Rejects when the operation fails. */
  execute(effect: Extract<SaveEffect, { kind: 'execute' }>): Promise<SaveAnswer>;
}

export interface RuntimeOptions {
  node: Omit<NodeConfig, 'processId' | 'incarnation'>;
  leaderKey: LeaderKey;
  storeEpoch: (epoch: number) => Promise<void>;
  loadLatest: () => Promise<TrainingState | undefined>;
  saves: SaveExecutor;
  /** Subscribes to the messages for a standby. */
  follow: (runtime: CoordinatorRuntime) => FollowingPort;
  /** Subscribes to the messages for a leader. */
  lead: (runtime: CoordinatorRuntime, leaderEpoch: number, version: number) => LeadingPort;
  /** Writes the results of the run, after all steps are done and saved. */
  conclude: (runtime: CoordinatorRuntime) => Promise<void>;
  log: Logger;
}

/** Interface of a standby to the runtime. */
export interface FollowingPort {
  send(message: StandbyMessage): void;
  stop(): void;
}

/** Interface of a leader to the runtime. */
export interface LeadingPort {
  readonly channel: Pick<CoordinatorChannel, 'send' | 'broadcast'>;
  readonly standbys: Pick<LeaderStandbyChannel, 'send'>;
  stepped(record: StepRecord): void;
  epochEnded(epoch: number, loss: number): void;
  announce(last: boolean): void;
  stop(): unknown;
}

export class CoordinatorRuntime {
  testLoss: number | undefined;
  readonly node: CoordinatorNode;
  private following: FollowingPort | undefined;
  private leading: LeadingPort | undefined;
  private readonly events: NodeEvent[] = [];
  private executing = false;
  private readonly over: Promise<NodeResult>;
  private settle: (result: NodeResult) => void = () => undefined;
  private fail: (error: unknown) => void = () => undefined;

  constructor(private readonly options: RuntimeOptions) {
    this.over = new Promise<NodeResult>((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    // run() reports an error that occurs before its call.
    this.over.catch(() => undefined);
    this.node = new CoordinatorNode({
      ...options.node,
      processId: randomBytes(ID_BYTES).toString('hex'),
      incarnation: randomInt(1, 2 ** 32),
    });
  }

  /** Runs until the node exits. @param signal requests the node to stop */
  async run(signal: AbortSignal): Promise<NodeResult> {
    const onAbort = () => this.dispatch({ kind: 'stop', reason: stopReason(signal) });
    const ticker = setInterval(() => this.dispatch({ kind: 'tick' }), TICK_MS);
    this.dispatch({ kind: 'tick' });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.over;
    } finally {
      clearInterval(ticker);
      signal.removeEventListener('abort', onAbort);
      this.following?.stop();
      this.leading?.stop();
    }
  }

  /** Passes an event to the node. An event that arrives during the execution of effects waits until all are executed. */
  readonly dispatch = (event: NodeEvent): void => {
    this.events.push(event);
    if (this.executing) return;
    this.executing = true;
    try {
      for (let next = this.events.shift(); next; next = this.events.shift()) {
        for (const effect of this.node.handle(next, performance.now())) this.execute(effect);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.executing = false;
    }
  };

  private execute(effect: NodeEffect): void {
    const { options, leading, following } = this;
    switch (effect.kind) {
      case 'startFollowing':
        this.following = options.follow(this);
        return;
      case 'stopFollowing':
        following?.stop();
        this.following = undefined;
        return;
      case 'sendToLeader':
        return following?.send(effect.message);
      case 'readLeaderKey':
        return this.answer(options.leaderKey.read(), (answer) => ({ kind: 'leaderKey', id: effect.id, answer }));
      case 'writeLeaderKey':
        return this.answer(options.leaderKey.write(effect.entry, effect.revision), (answer) => {
          return { kind: 'leaderKey', id: effect.id, answer };
        });
      case 'storeEpoch':
        return this.storeEpoch(effect.id, effect.epoch);
      case 'loadLatest':
        return this.loadLatest(effect.id);
      case 'startLeading':
        this.leading = options.lead(this, effect.leaderEpoch, effect.version);
        return;
      case 'stopLeading':
        leading?.stop();
        return;
      case 'send':
        return leading?.channel.send(effect.to, effect.message);
      case 'broadcast':
        return leading?.channel.broadcast(effect.message);
      case 'toStandbys':
        return leading?.standbys.send(effect.message);
      case 'stepped':
        return leading?.stepped(effect.record);
      case 'epochEnded':
        return leading?.epochEnded(effect.epoch, effect.loss);
      case 'evaluated':
        this.testLoss = effect.testLoss;
        return;
      case 'encode':
      case 'execute':
        return this.save(effect);
      case 'announce':
        if (effect.hint) leading?.announce(effect.last);
        return;
      case 'conclude':
        return this.answer(options.conclude(this), () => ({ kind: 'concluded' }));
      case 'notice':
        return options.log[effect.level](effect.message);
      case 'exit':
        return this.settle(effect.result);
    }
  }

  private storeEpoch(id: number, epoch: number): void {
    const stored = this.options.storeEpoch(epoch).then(
      () => undefined,
      (error: unknown) => messageOf(error),
    );
    this.answer(stored, (error) => ({ kind: 'epochStored', id, ...(error === undefined ? {} : { error }) }));
  }

  private loadLatest(id: number): void {
    const loaded = this.options.loadLatest().then(
      (state): NodeEvent => ({ kind: 'loaded', id, state }),
      (error: unknown): NodeEvent => ({ kind: 'loadFailed', id, reason: messageOf(error) }),
    );
    this.answer(loaded, (event) => event);
  }

  private save(effect: SaveEffect): void {
    const { saves } = this.options;
    const { id } = effect;
    const failed = (error: unknown): NodeEvent => {
      return { kind: 'saved', id, answer: { kind: 'failed', error: messageOf(error) } };
    };
    if (effect.kind === 'execute') {
      const answer = saves.execute(effect).then((answer): NodeEvent => ({ kind: 'saved', id, answer }), failed);
      return this.answer(answer, (event) => event);
    }
    try {
      this.dispatch({ kind: 'encoded', id, key: saves.encode(effect) });
    } catch (error) {
      this.dispatch(failed(error));
    }
  }

  private answer<Answer>(answer: Promise<Answer>, event: (answer: Answer) => NodeEvent): void {
    answer.then((value) => this.dispatch(event(value)), this.fail);
  }
}
