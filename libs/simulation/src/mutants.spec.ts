/**
 * Proves that the simulator finds defects. Each mutant breaks one promise in the production code, as a careless change would, and
 * must be caught within a number of schedules. A mutant replaces a method of a class for the time of a test.
 */
import { combine, nodeKey, parentOf, Reducer, rootOf, type GradientSum, type TreeNode } from '@lockstep/optim';
import type { CoordinatorMessage, GradientPart } from '@lockstep/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { CoordinatorMachine, CoordinatorNode, Saving, WorkerMachine } from '@lockstep/cluster';
import type {
  CoordinatorEvent,
  NodeEvent,
  SaveReason,
  SavingEffect,
  SavingEvent,
  TrainingState,
} from '@lockstep/cluster';
import { Audits, Election, Gradients, Leasing, OpenStep, Saves, WeightsInbox } from '@lockstep/cluster/internals';
import type { Member, Opinion, PendingSave, Verdict } from '@lockstep/cluster/internals';
import { simulateSeed } from './simulation.js';
import { Disk } from './world/disk.js';
import { Stores } from './world/stores.js';

type Method<This> = (this: This, ...args: never[]) => unknown;

let restore: (() => void)[] = [];
afterEach(() => {
  for (const back of restore) back();
  restore = [];
});

/** Replaces a method of a class, even a private one. */
function replace<This>(from: { prototype: This }, name: string, make: (original: Method<This>) => Method<This>): void {
  const methods = from.prototype as Record<string, Method<This>>;
  const original = methods[name]!;
  expect(original, name).toBeTypeOf('function');
  methods[name] = make(original);
  restore.push(() => {
    methods[name] = original;
  });
}

/** The first violation among this many seeds. */
function caughtWithin(seeds: number): string {
  for (let seed = 1; seed <= seeds; seed++) {
    const { violation } = simulateSeed(seed);
    if (violation) return `seed ${seed}: ${violation.message}`;
  }
  return `nothing in ${seeds} seeds`;
}

/** Private fields of the reducer. */
interface ReducerInside {
  shards: number;
  summed: Uint8Array;
  waiting: Map<string, GradientSum>;
  mixed?: GradientSum;
}

describe('a mutant of the sums', { timeout: 120_000 }, () => {
  it('that adds a gradient sum twice is caught', () => {
    replace(Reducer, 'offer', (original) => {
      return function (this: Reducer, ...args) {
        const [node, gradientSum] = args as unknown as [TreeNode, GradientSum];
        const { waiting, shards } = this as unknown as ReducerInside;
        if (!this.covered(node)) return original.apply(this, args);
        for (let at = node; at.level <= rootOf(shards).level; at = parentOf(at)) {
          const sum = waiting.get(nodeKey(at));
          if (sum) waiting.set(nodeKey(at), { ...combine(sum, gradientSum), samples: sum.samples });
        }
        return 'accepted';
      };
    });
    expect(caughtWithin(300)).toMatch(/reference|wrong bytes/);
  });

  it('that adds in the order of arrival is caught', () => {
    replace(Reducer, 'merge', () => {
      return function (this: Reducer, ...args) {
        const [, gradientSum] = args as unknown as [TreeNode, GradientSum];
        const inside = this as unknown as ReducerInside;
        inside.mixed = inside.mixed ? combine(inside.mixed, gradientSum) : gradientSum;
        if (!inside.summed.includes(0)) inside.waiting.set(nodeKey(rootOf(inside.shards)), inside.mixed);
      };
    });
    expect(caughtWithin(50)).toMatch(/reference|wrong bytes/);
  });

  it('that rounds to bfloat16 only what is sent is caught', () => {
    replace(Reducer, 'round', () => () => undefined);
    expect(caughtWithin(10)).toMatch(/reference|wrong bytes/);
  });
});

describe('a mutant of the coordinator', { timeout: 120_000 }, () => {
  it('that accepts a gradient of an earlier step is caught', () => {
    replace(OpenStep, 'receive', (original) => {
      return function (this: OpenStep, ...args) {
        const [member, part] = args as unknown as [Member, GradientPart];
        const open = this.openLeases().find(({ worker, transfers }) => {
          return worker === member.key && transfers.some(({ node }) => nodeKey(node) === nodeKey(part));
        });
        const taken = open ? { ...part, version: this.work.version, leaseId: open.lease.leaseId } : part;
        return original.apply(this, [member, taken, ...args.slice(2)] as never[]);
      };
    });
    expect(caughtWithin(100)).toMatch(/reference|wrong bytes|remembers/);
  });

  it('that commits a node before its audit is settled is caught', () => {
    replace(Audits, 'addOpinion', () => {
      return function (this: Audits, ...args): Verdict {
        const [, { gradientSum, worker }] = args as unknown as [TreeNode, Opinion];
        return { gradientSum, agreed: [worker], dissenters: [] };
      };
    });
    expect(caughtWithin(200)).toMatch(/reference|wrong bytes|test loss/);
  });

  it('that names an honest worker as the dissenter is caught', () => {
    replace(Audits, 'addOpinion', (original) => {
      return function (this: Audits, ...args) {
        const verdict = original.apply(this, args) as Verdict | undefined;
        return verdict && { ...verdict, dissenters: [...verdict.dissenters, ...verdict.agreed.slice(1)] };
      };
    });
    expect(caughtWithin(50)).toContain('which is honest, is refused');
  });

  it.each(['stale', 'receive'])('that remembers something of each message to %s is caught', (method) => {
    replace(OpenStep, method, (original) => {
      return function (this: OpenStep, ...args) {
        const { leaseId } = args.at(method === 'stale' ? 0 : 1) as unknown as GradientPart;
        (this as unknown as { lastLeaseId: number }).lastLeaseId = leaseId;
        return original.apply(this, args);
      };
    });
    expect(caughtWithin(50)).toContain('remembers something of a message');
  });

  it('that forgets what a dead worker held is caught', () => {
    replace(OpenStep, 'takeBack', () => () => 0);
    replace(Leasing, 'expireAndRetry', () => () => []);
    expect(caughtWithin(50)).toContain('has not ended');
  });
});

describe('a mutant of the worker', { timeout: 120_000 }, () => {
  it('that obeys an old leader is caught', () => {
    replace(WorkerMachine, 'onMessage', (original) => {
      return function (this: WorkerMachine, ...args) {
        const [message, nowMs] = args as unknown as [CoordinatorMessage, number];
        const { leaderEpoch } = this as unknown as { leaderEpoch: number };
        const taken = { ...message, leaderEpoch: Math.max(leaderEpoch, message.leaderEpoch) };
        return original.apply(this, [taken, nowMs] as never[]);
      };
    });
    expect(caughtWithin(300)).toMatch(/obeys/);
  });

  it('that accepts a message for another process is caught', () => {
    replace(WorkerMachine, 'onMessage', (original) => {
      return function (this: WorkerMachine, ...args) {
        const [message, nowMs] = args as unknown as [CoordinatorMessage, number];
        return original.apply(this, [{ ...message, toIncarnation: 0 }, nowMs] as never[]);
      };
    });
    expect(caughtWithin(50)).toMatch(/remembers or obeys/);
  });

  it('that remembers every message is caught', () => {
    const kept: unknown[] = [];
    replace(WorkerMachine, 'onMessage', (original) => {
      return function (this: WorkerMachine, ...args) {
        kept.push(args[0]);
        Object.assign(this, { kept });
        return original.apply(this, args);
      };
    });
    expect(caughtWithin(20)).toContain('remembers');
  });

  it('that does not request lost weights again is caught', () => {
    replace(WeightsInbox, 'wanted', () => () => undefined);
    expect(caughtWithin(50)).toContain('has not ended');
  });
});

describe('a mutant of the standby', { timeout: 120_000 }, () => {
  it('that skips a gradient is caught', () => {
    replace(Gradients, 'take', (original) => {
      return function (this: Gradients, ...args) {
        const [version] = args as unknown as [number];
        return original.apply(this, [version] as never[]) ?? original.apply(this, [version + 1] as never[]);
      };
    });
    expect(caughtWithin(300)).toMatch(/standby.*reference/);
  });
});

describe('a mutant of the lead', { timeout: 120_000 }, () => {
  it('that takes over without compare-and-set is caught', () => {
    replace(Stores, 'compareAndSet', (original) => {
      return function (this: Stores<TrainingState>, ...args) {
        const [client, key, value, , done] = args as unknown as [string, string, string, number, never];
        const revision = this.keys.get(key)?.revision ?? 0;
        const blind = key === 'leader' ? [client, key, value, revision, done] : args;
        return original.apply(this, blind as never[]);
      };
    });
    expect(caughtWithin(400)).toMatch(/leads in epoch \d+, and so has|goes back/);
  });
});

describe('a mutant of the pause', { timeout: 120_000 }, () => {
  it('that continues without the lead is caught', () => {
    replace(CoordinatorMachine, 'dispatch', (original) => {
      return function (this: CoordinatorMachine, ...args) {
        const [event] = args as unknown as [CoordinatorEvent];
        return event.kind === 'pause' ? undefined : original.apply(this, args);
      };
    });
    expect(caughtWithin(50)).toContain('although it has paused');
  });
});

describe('a mutant of saving', { timeout: 120_000 }, () => {
  /** Skips an operation. */
  function leaveOut(operation: string): void {
    replace(Saving, 'handle', (original) => {
      return function (this: Saving, ...args): SavingEffect[] {
        const effects = original.apply(this, args) as SavingEffect[];
        const [first] = effects;
        if (first?.kind !== 'execute' || first.operation !== operation) return effects;
        return original.apply(this, [{ kind: 'done' } satisfies SavingEvent] as never[]) as SavingEffect[];
      };
    });
  }

  it.each(['sync', 'syncParent'])('that leaves out %s is caught', (operation) => {
    leaveOut(operation);
    expect(caughtWithin(400)).toMatch(/has announced step \d+, and its disk has/);
  });

  it('that sets the pointer before the upload is caught', () => {
    leaveOut('upload');
    expect(caughtWithin(20)).toContain('cannot be read');
  });

  it('that publishes although a newer leader has published is caught', () => {
    replace(Saving, 'onPointer', (original) => {
      return function (this: Saving, ...args) {
        const [pointer] = args as unknown as [{ leaderEpoch: number } | undefined];
        return original.apply(this, [pointer && { ...pointer, leaderEpoch: 0 }] as never[]);
      };
    });
    expect(caughtWithin(700)).toContain('goes back to');
  });

  it('that repeats a step after a resume is caught', () => {
    replace(Disk, 'read', (original) => {
      return function (this: Disk<TrainingState>, ...args) {
        const state = original.apply(this, args) as TrainingState | undefined;
        if (!state || state.version === 0) return state;
        return { ...state, version: state.version - 1 };
      };
    });
    expect(caughtWithin(100)).toMatch(/reference|announced/);
  });
});

describe('a mutant of the node', { timeout: 120_000 }, () => {
  it('that leads before the previous save has settled is caught', () => {
    replace(Saves, 'add', (original) => {
      return function (this: Saves, ...args) {
        const [, reason] = args as unknown as [TrainingState, SaveReason];
        if (reason === 'adopted') (this as unknown as { pending: PendingSave[] }).pending.length = 0;
        return original.apply(this, args);
      };
    });
    expect(caughtWithin(300)).toMatch(/starts to save step \d+ while step \d+ is being saved/);
  });

  it('that claims the lead with a stale epoch is caught', () => {
    replace(Election, 'join', (original) => {
      return function (this: Election, ...args) {
        Object.assign(this, { latestEpoch: 0, lostKeyStep: 1 });
        return original.apply(this, args);
      };
    });
    expect(caughtWithin(300)).toMatch(/leads in epoch \d+, and so has/);
  });

  it('that forgets the departure of a worker while it is paused is caught', () => {
    replace(CoordinatorNode, 'train', (original) => {
      return function (this: CoordinatorNode, ...args) {
        const [event] = args as unknown as [NodeEvent];
        const { paused } = this as unknown as { paused: boolean };
        return paused && event.kind === 'gone' ? undefined : original.apply(this, args);
      };
    });
    expect(caughtWithin(700)).toContain('although it was told that its process is gone');
  });
});

describe('unchanged code', { timeout: 120_000 }, () => {
  it('passes without violations', () => {
    expect(caughtWithin(100)).toBe('nothing in 100 seeds');
  });
});
