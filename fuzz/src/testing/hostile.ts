/** What hostile processes send to a coordinator: about its own steps and leases, so that it comes as far as it can. */
import type { CoordinatorEvent } from '@lockstep/cluster';
import {
  decodeStandbyMessage,
  decodeWorkerMessage,
  encodeStandbyMessage,
  encodeWorkerMessage,
  MalformedMessageError,
  PROTOCOL_VERSION,
  type GradientPart,
  type WorkerBody,
  type WorkerId,
} from '@lockstep/protocol';
import fc from 'fast-check';
import { CONFIG, type Cluster } from './cluster.js';
import { standbyMessage, workerBody } from './messages.js';
import { HASH, uint32 } from './values.js';

/** `no change`: must not change anything but when its sender was last heard. */
export interface HostileEvent {
  event: CoordinatorEvent;
  expected: 'no change' | 'unknown';
}

/** Made when its turn has come, from what the cluster is at. */
export type Hostile = (cluster: Cluster) => HostileEvent;

/** Process 1 and 2 are honest: what comes from their ids is from another process then, or a replay. */
const sender = fc.record({
  from: fc.constantFrom<WorkerId>(...[1, 2, 3].map((n) => ({ pool: 'x', member: `h${n}` })), {
    pool: 'honest',
    member: 'w1',
  }),
  incarnation: fc.constantFrom(11, 11, 11, 12, 0, 0xffff_ffff),
  leaderEpoch: fc.constantFrom(CONFIG.leaderEpoch, CONFIG.leaderEpoch, CONFIG.leaderEpoch, 2, 4, 0),
});

const JOIN = {
  ...{ kind: 'join' as const, protocolVersion: PROTOCOL_VERSION, schemaHash: HASH, fingerprint: HASH },
  ...{ device: 'GPU', host: 'there', threads: 1 },
};

const HEARTBEAT = { kind: 'heartbeat' as const, computed: true, msPerShard: 1 };

/** As often right as wrong in one thing. */
const join = fc
  .constantFrom(
    {},
    {},
    {},
    {},
    { protocolVersion: 1 },
    { schemaHash: 'f'.repeat(64) },
    { fingerprint: 'f'.repeat(64) },
    { threads: 2 },
  )
  .map((wrong) => ({ ...JOIN, ...wrong }));

const pick = fc.nat(7);
const off = (...usual: number[]) => {
  return fc.oneof({ weight: 20, arbitrary: fc.constantFrom(0, 0, 0, ...usual) }, { weight: 1, arbitrary: uint32 });
};

/** A part of a partial of a lease that was given lately; never such that it could be summed up. */
const gradientSum = fc.record({
  ...{ pick, version: off(1, -1), leaseId: off(1, -1), samples: off(1), part: fc.nat(3), level: off(1), index: off(1) },
  ...{
    bytes: fc.constantFrom<number>(16, 16, 16, 12, 12, 0, 17),
    computeMs: fc.constantFrom<number>(0, 3_600_000, NaN),
  },
});

function gradientSumOf(
  cluster: Pick<Cluster, 'leases'>,
  wanted: typeof gradientSum extends fc.Arbitrary<infer T> ? T : never,
) {
  const { version, lease } = cluster.leases[wanted.pick % cluster.leases.length]!;
  const number = (from: number, by: number) => Math.min(Math.max(0, from + by), 0xffff_ffff);
  // All of its values are NaN, so that no sum can take them and stay as it was.
  const data = new Uint8Array(wanted.bytes).fill(0xff);
  // Leases of 1, 2 and 4 shards are one node each, if aligned; of others this is none of their nodes.
  const level = number(31 - Math.clz32(lease.shardCount), wanted.level);
  const part: GradientPart = {
    ...{ version: number(version, wanted.version), leaseId: number(lease.leaseId, wanted.leaseId), level },
    index: number(Math.floor(lease.firstShard / lease.shardCount), wanted.index),
    samples: number(2 * lease.shardCount, wanted.samples),
    ...{ lossSum: NaN, part: wanted.part, data, computeMs: wanted.computeMs, waitMs: 0 },
  };
  return { kind: 'gradientPart' as const, ...part };
}

type BodyOf = (cluster: Cluster) => WorkerBody;

const body: fc.Arbitrary<BodyOf> = fc.oneof(
  { weight: 4, arbitrary: join.map((each) => () => each) },
  {
    weight: 8,
    arbitrary: gradientSum.map(
      (wanted): BodyOf =>
        (cluster) =>
          gradientSumOf(cluster, wanted),
    ),
  },
  { weight: 3, arbitrary: uint32.map((n): BodyOf => () => ({ ...HEARTBEAT, version: n, leaseId: n })) },
  {
    weight: 4,
    arbitrary: workerBody.map(
      (each): BodyOf =>
        () =>
          withoutNumbers(each),
    ),
  },
);

/** Any body at all; a partial of it must hold no numbers that could be summed up. */
function withoutNumbers(any: WorkerBody): WorkerBody {
  return any.kind === 'gradientPart' ? { ...any, lossSum: NaN } : any;
}

function isOfAnotherStep({ machine }: Cluster, each: WorkerBody): boolean {
  return each.kind === 'gradientPart' && each.version !== machine.training.version;
}

const message: fc.Arbitrary<Hostile> = fc.tuple(sender, body).map(([{ from, incarnation, leaderEpoch }, bodyOf]) => {
  return (cluster) => {
    const bytes = encodeWorkerMessage({ incarnation, leaderEpoch, body: bodyOf(cluster) });
    return orMalformed(from, () => {
      const decoded = decodeWorkerMessage(bytes);
      const foreign = leaderEpoch !== CONFIG.leaderEpoch && ['heartbeat', 'gradientPart'].includes(decoded.body.kind);
      return {
        event: { kind: 'message', from, message: decoded },
        expected: foreign || isOfAnotherStep(cluster, decoded.body) ? 'no change' : 'unknown',
      };
    });
  };
});

/** What a hostile process that was let in says of the lease that it holds, with nothing wrong but what is named. */
const answer: fc.Arbitrary<Hostile> = fc
  .record({
    wrong: fc.constantFrom(
      ...Array<string>(20).fill('NaN'),
      ...['samples', 'size', 'node', 'node', 'part', 'step', 'step'],
    ),
    pick: fc.nat(5),
  })
  .map(({ wrong, pick }) => (cluster) => {
    const held = cluster.leases.findLast(({ to }) => to.pool === 'x');
    const from = held?.to ?? { pool: 'x', member: 'h1' };
    const envelope = { incarnation: 11, leaderEpoch: CONFIG.leaderEpoch };
    if (!held) return { event: { kind: 'message', from, message: { ...envelope, body: JOIN } }, expected: 'unknown' };
    const sizes = cluster.partBytes;
    const part = pick % sizes.length;
    const right = { pick: 0, version: 0, leaseId: 0, samples: 0, part, level: 0, index: 0, computeMs: 1 };
    const bytes = sizes[part]!;
    const wanted = { ...right, bytes: wrong === 'size' ? bytes - 4 : bytes };
    if (wrong === 'samples') wanted.samples = 1;
    if (wrong === 'step') wanted.version = 1;
    if (wrong === 'node') wanted.level = 9;
    if (wrong === 'part') wanted.part = 3;
    const body = gradientSumOf({ leases: [held] }, wanted);
    return {
      event: { kind: 'message', from, message: { ...envelope, body } },
      expected: wrong === 'step' ? 'no change' : 'unknown',
    };
  });

const replay: fc.Arbitrary<Hostile> = fc.nat().map((which) => ({ history }) => {
  const sent = history[which % history.length]!;
  const decoded = decodeWorkerMessage(sent.bytes);
  const expected = decoded.body.kind === 'gradientPart' ? 'no change' : 'unknown';
  return { event: { kind: 'message', from: sent.from, message: decoded }, expected };
});

const fromStandby: fc.Arbitrary<Hostile> = fc
  .tuple(fc.nat(30), fc.constantFrom(CONFIG.leaderEpoch, 2, 4), standbyMessage)
  .map(([n, leaderEpoch, each]) => () => {
    const from = `standby-${n}`;
    return orMalformed({ pool: 'x', member: 'h1' }, () => {
      const decoded = decodeStandbyMessage(encodeStandbyMessage({ ...each, leaderEpoch }));
      return { event: { kind: 'standbyMessage', from, message: decoded }, expected: 'unknown' };
    });
  });

/** Events of others than workers that have nothing to do with the run as it is. */
const ofNoUse: fc.Arbitrary<Hostile> = fc
  .constantFrom<CoordinatorEvent>(
    { kind: 'malformed', from: { pool: 'honest', member: 'w1' }, reason: 'the message cannot be decoded' },
    { kind: 'gone', worker: { pool: 'y', member: 'nobody' }, reason: 'was ended' },
    { kind: 'checkpointed', version: 999 },
    { kind: 'checkpointed', version: 999, error: 'The disk is full.' },
  )
  .map((event) => () => ({ event, expected: 'no change' }));

export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 10, arbitrary: message },
  { weight: 12, arbitrary: answer },
  { weight: 3, arbitrary: replay },
  { weight: 2, arbitrary: fromStandby },
  { weight: 1, arbitrary: ofNoUse },
);

function orMalformed(from: WorkerId, decode: () => HostileEvent): HostileEvent {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof MalformedMessageError)) throw error;
    return { event: { kind: 'malformed', from, reason: error.message }, expected: 'no change' };
  }
}
