/** A leader's state and feed, and standbys that follow it over a network that may lose messages. */
import type { CoordinatorBody, CoordinatorMessage } from '@lockstep/protocol';
import { applyUpdate, initialState, type TrainingState } from '../training/training-state.js';
import type { World } from '../world.js';
import type { StandbyEffect, StandbyConfig } from '../standby/events.js';
import { StandbyFeed } from '../standby/feed.js';
import { StandbyMachine } from '../standby/standby.js';

/** Gradients of 4 parts; snapshots of 12 and more. */
export const STANDBY_CONFIG: StandbyConfig = {
  parameterCount: 16,
  partSizeBytes: 16,
  wireDtype: 'f32',
  learningRate: 0.125,
  trainSamples: 20,
  batchSize: 8,
  totalSteps: 1000,
};

export class TestLeader {
  readonly state: TrainingState;
  readonly feed: StandbyFeed;
  /** Messages since the last call of `take`. */
  said: CoordinatorMessage[] = [];
  notices: string[] = [];

  constructor(
    readonly leaderEpoch = 1,
    state?: TrainingState,
  ) {
    this.state = state ?? initialState(Float32Array.from({ length: STANDBY_CONFIG.parameterCount }, (_, i) => i / 3));
    this.state.fingerprint ??= 'f'.repeat(64);
    const out = {
      // Copied, because a view of the leader's memory is valid only until its next event.
      toStandbys: (body: CoordinatorBody, version = this.state.version) => {
        const copied = 'data' in body ? { ...body, data: body.data.slice() } : body;
        this.said.push({ leaderEpoch, version, toIncarnation: 0, body: copied });
      },
      notice: (_: unknown, message: string) => this.notices.push(message),
    };
    const { partSizeBytes, wireDtype } = STANDBY_CONFIG;
    this.feed = new StandbyFeed({ leaderEpoch, partSizeBytes, wireDtype }, out, this.state);
  }

  /** Commits one step, whose gradient depends on its number. */
  commit(nowMs: number): void {
    const { version } = this.state;
    const vector = Float32Array.from(
      { length: STANDBY_CONFIG.parameterCount },
      (_, i) => ((version * 31 + i * 17) % 23) / 7 - 1,
    );
    const sum = { vector, samples: 8, lossSum: Math.fround(version / 3) };
    applyUpdate(this.state, sum, STANDBY_CONFIG);
    this.feed.onCommit(sum, nowMs);
  }

  take(): CoordinatorMessage[] {
    const { said } = this;
    this.said = [];
    return said;
  }
}

export class Following {
  leader = new TestLeader();
  readonly standbys: StandbyMachine[];
  readonly notices: string[] = [];
  /** Probability that a message is lost. */
  loss = 0;

  constructor(
    readonly world: World,
    count = 1,
    config: StandbyConfig = STANDBY_CONFIG,
  ) {
    this.standbys = Array.from({ length: count }, () => new StandbyMachine(config));
    this.tick();
  }

  /** Advances the time. The leader commits a step every `everyMs`. */
  run(forMs: number, everyMs: number): void {
    const untilMs = this.world.nowMs + forMs;
    for (let atMs = everyMs; atMs < forMs; atMs += everyMs) {
      this.world.after(atMs, () => {
        this.leader.commit(this.world.nowMs);
        this.deliver();
      });
    }
    this.world.run(untilMs, () => false);
    this.world.nowMs = untilMs;
  }

  private tick(): void {
    this.leader.feed.tick(this.world.nowMs);
    this.deliver();
    this.standbys.forEach((standby, i) => this.execute(i, standby.handle({ kind: 'tick' }, this.world.nowMs)));
    this.world.after(50, () => this.tick());
  }

  private deliver(): void {
    for (const message of this.leader.take()) {
      this.standbys.forEach((standby, i) => {
        this.travel(() => this.execute(i, standby.handle({ kind: 'message', message }, this.world.nowMs)));
      });
    }
  }

  private execute(i: number, effects: readonly StandbyEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'notice') this.notices.push(effect.message);
      else {
        this.travel(() => {
          const { leaderEpoch, body } = effect;
          this.leader.feed.onMessage(`standby-${i}`, { incarnation: 1, leaderEpoch, body }, this.world.nowMs);
          this.deliver();
        });
      }
    }
  }

  private travel(arrive: () => void): void {
    if (!this.world.chance(this.loss)) this.world.after(1, arrive);
  }
}
