/** A standby's machine hears its leader, other leaders, and parts that are not of this run. */
import { StandbyMachine, type StandbyEffect, type StandbyConfig } from '@lockstep/cluster';
import { memoryOf } from '@lockstep/simulation';
import type { CoordinatorBody, CoordinatorMessage, WireDtype } from '@lockstep/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fuzz } from './testing/budget.js';
import { DTYPES, expectBounded, received, shift, type RelativeMessage } from './testing/machine.js';
import { coordinatorBody } from './testing/messages.js';
import { HASH } from './testing/values.js';

/** Gradients of 2 parts, of one as bfloat16. A snapshot, which is float32 always, of so few values that most come together in the end. */
const CONFIG: StandbyConfig = {
  parameterCount: 4,
  partSizeBytes: 12,
  wireDtype: 'f32',
  learningRate: 0.125,
  trainSamples: 20,
  batchSize: 8,
  totalSteps: 200,
};
const GRADIENT_PARTS: Record<WireDtype, readonly number[]> = { f32: [12, 4], bf16: [8] };
const PART_BYTES = 12;
/** Of step 0, before the end of the first epoch: weights and the two moments. */
const SNAPSHOT_PARTS = (3 * 16) / PART_BYTES;
/** A notice or two, and one question. */
const MOST_EFFECTS = 4;
/** Gradients that wait (16, each with its numbers), and the losses of so many epochs. */
const MOST_EPOCHS = Math.floor(CONFIG.totalSteps / 3);
const MOST_ENTRIES = 64 + MOST_EPOCHS;
/** The waiting gradients, the state, and a snapshot of as many epochs as the run has, each with its list of parts. */
const MOST_BYTES = 17 * (16 + 2) + 3 * 16 + (3 * 16 + 8 * MOST_EPOCHS) + 150;

/** Steps of a flood: more than all bytes that there may be. */
const FLOOD = 250;
/** Fields of what a machine hands out. */
const OUTPUT = ['effects'];

type Step = { kind: 'receive'; message: RelativeMessage } | { kind: 'tick'; afterMs: number };

/** Parts with the right bytes as a rule, of a snapshot that was begun with step 0. */
function likelyBody(dtype: WireDtype): fc.Arbitrary<CoordinatorBody> {
  const wrong = fc.constantFrom(...Array<number>(14).fill(0), 1, -4);
  const reduced = fc
    .tuple(fc.nat(GRADIENT_PARTS[dtype].length), wrong, fc.float())
    .map(([part, more, value]): CoordinatorBody => {
      const data = bytesOf((GRADIENT_PARTS[dtype][part] ?? PART_BYTES) + more, value);
      return { kind: 'reducedPart', samples: 8, lossSum: value, part, data };
    });
  const state = fc
    .tuple(fc.nat(SNAPSHOT_PARTS), wrong, shift(80, ...Array<number>(10).fill(0), 1, 201))
    .map(([part, more, snapshotVersion]): CoordinatorBody => {
      const header = { snapshotVersion, beta1Power: 0.5, beta2Power: 0.5, epochLossSum: 0, fingerprint: HASH };
      return { kind: 'statePart', ...header, part, data: bytesOf(PART_BYTES + more, part) };
    });
  return fc.oneof({ weight: 2, arbitrary: reduced }, { weight: 3, arbitrary: state });
}

function bytesOf(size: number, value: number): Uint8Array {
  return new Uint8Array(Float32Array.of(value, value, value, value, value).buffer, 0, size);
}

function step(dtype: WireDtype): fc.Arbitrary<Step> {
  const message = fc.record({
    epoch: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: shift(80, -1, -1, -2, 1) }),
    version: shift(80, ...Array<number>(20).fill(0), 1, -1),
    body: fc.oneof({ weight: 20, arbitrary: likelyBody(dtype) }, { weight: 1, arbitrary: coordinatorBody }),
  });
  const afterMs = fc.constantFrom(0, 50, 200, 4000);
  return fc.oneof(
    { weight: 10, arbitrary: fc.record({ kind: fc.constant('receive' as const), message }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('tick' as const), afterMs }) },
  );
}

class FuzzedStandby {
  readonly machine: StandbyMachine;
  leaderEpoch = 0;
  latest = 0;
  /** Standbys have no leases. */
  readonly leaseId = 0;
  private nowMs = 0;

  /** @param inStep has had the snapshot of step 0 already */
  constructor(wireDtype: WireDtype, inStep: boolean) {
    this.machine = new StandbyMachine({ ...CONFIG, wireDtype });
    this.receive({ leaderEpoch: 1, version: 0, toIncarnation: 0, body: { kind: 'heartbeat' } });
    if (!inStep) return;
    const header = { snapshotVersion: 0, beta1Power: 1, beta2Power: 1, epochLossSum: 0, fingerprint: HASH };
    for (let part = 0; part < SNAPSHOT_PARTS; part++) {
      const body = { kind: 'statePart' as const, ...header, part, data: bytesOf(PART_BYTES, part) };
      this.receive({ leaderEpoch: 1, version: 0, toIncarnation: 0, body });
    }
    expect(this.machine.synced).toBe(true);
  }

  /** @returns whether a message came out of the decoder to be heard */
  take(step: Step): boolean {
    if (step.kind === 'tick') {
      this.nowMs += step.afterMs;
      this.dispatch({ kind: 'tick' });
      return false;
    }
    const message = received(this, step.message);
    if (message) this.receive(message);
    return message !== undefined;
  }

  /** Gradients of more steps than could ever all wait. */
  flood(): void {
    const body = { kind: 'reducedPart' as const, samples: 8, lossSum: 1, part: 0, data: new Uint8Array(PART_BYTES) };
    for (let n = 1; n <= FLOOD; n++) {
      const message = { leaderEpoch: this.leaderEpoch, version: this.latest + n, toIncarnation: 0, body };
      this.machine.handle({ kind: 'message', message }, this.nowMs);
    }
    this.dispatch({ kind: 'tick' });
  }

  private receive(message: CoordinatorMessage): void {
    const ignored = message.leaderEpoch < this.leaderEpoch;
    const quiet = message.leaderEpoch === this.leaderEpoch && message.version <= this.latest;
    const before = memoryOf(this.machine, OUTPUT);
    const effects = this.dispatch({ kind: 'message', message });
    if (ignored || (quiet && isRefusedOrUseless(message.body, effects))) {
      expect(memoryOf(this.machine, OUTPUT) === before, `unchanged by ${message.body.kind}`).toBe(true);
    }
    if (ignored) return expect(effects).toEqual([]);
    if (message.leaderEpoch > this.leaderEpoch) this.latest = 0;
    this.leaderEpoch = message.leaderEpoch;
    this.latest = Math.max(this.latest, message.version);
  }

  private dispatch(event: Parameters<StandbyMachine['handle']>[0]): StandbyEffect[] {
    const effects = this.machine.handle(event, this.nowMs);
    expect(effects.length).toBeLessThanOrEqual(MOST_EFFECTS);
    expectBounded(this.machine, MOST_ENTRIES, MOST_BYTES);
    return effects;
  }
}

/** What is nothing to a standby, what it says it cannot use, and snapshots of more steps than the run has. */
function isRefusedOrUseless(body: CoordinatorBody, effects: readonly StandbyEffect[]): boolean {
  if (body.kind !== 'reducedPart' && body.kind !== 'statePart') return true;
  if (body.kind === 'statePart' && body.snapshotVersion > CONFIG.totalSteps) return true;
  return effects.some(({ kind, ...effect }) => {
    return kind === 'notice' && 'message' in effect && effect.message.startsWith('a message of the leader');
  });
}

it('a standby under fuzz never fails, grows or changes by what it refuses', () => {
  const casesOf = (dtype: WireDtype) => {
    const steps = fc.array(step(dtype), { minLength: 10, maxLength: 80, size: 'max' });
    return fc.record({ dtype: fc.constant(dtype), inStep: fc.boolean(), steps });
  };
  const reached = new Set<string>();
  fuzz('a standby', fc.oneof(...DTYPES.map(casesOf)), ({ dtype, inStep, steps }) => {
    const standby = new FuzzedStandby(dtype, inStep);
    const received = steps.filter((each) => standby.take(each)).length;
    if (!inStep && standby.machine.synced) reached.add(`${dtype}: came into step`);
    if ((standby.machine.training?.version ?? 0) > 0) reached.add(`${dtype}: made updates`);
    standby.flood();
    return received;
  });
  const ways = ['came into step', 'made updates'];
  expect([...reached].sort()).toEqual(DTYPES.flatMap((dtype) => ways.map((way) => `${dtype}: ${way}`)).sort());
});
