/** The workers of a run: joins, refusals, heartbeats, and which worker is taken for dead. */
import {
  PROTOCOL_VERSION,
  workerKey,
  type Join,
  type RefusalCode,
  type WorkerHeartbeat,
  type WorkerId,
} from '@lockstep/protocol';
import { SpeedEstimator } from './speed-estimator.js';

export interface MembershipConfig {
  schemaHash: string;
  /** TensorFlow threads that every worker must use. */
  threads: number;
  /** Whether workers of different fingerprints may take part. */
  mixedNumerics: boolean;
  /** A worker that is silent for so long is taken for dead. */
  heartbeatTimeoutMs: number;
}

export interface Member {
  id: WorkerId;
  key: string;
  incarnation: number;
  join: Join;
  lastSeenMs: number;
  heartbeat: WorkerHeartbeat;
  /** One of its leases was late. It gets no other lease until it reports that it computes nothing. */
  stuck: boolean;
  speed: SpeedEstimator;
  /** When its speed was last measured, or the measurement started. */
  measuredAtMs: number;
  /** Id of the lease that measures its speed. */
  probe: number | undefined;
  /** When it was last sent weights on request, and whether it requests them too often. */
  weights: { sentAtMs: number; isGreedy: boolean };
}

export interface Refused {
  code: RefusalCode;
  reason: string;
}

const MAX_MEMBERS = 1024;
/** Remembered refusals of processes and of ids. The oldest are dropped, so that the lists stay bounded. */
const MAX_BANNED = 1024;

export class Members {
  private readonly members = new Map<string, Member>();
  private readonly banned = new Map<string, Refused>();
  /** Separate from the processes: a worker can start many of those, and they must not displace a dissenter. */
  private readonly quarantined = new Map<string, Refused>();

  constructor(
    private readonly config: MembershipConfig,
    /** Fingerprint of the run; set by the first worker when the run has none yet. */
    public fingerprint: string | undefined,
  ) {}

  get size(): number {
    return this.members.size;
  }

  /** All members, ordered by key, so that equal clusters lease equally. */
  all(): Member[] {
    return [...this.members.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  get(id: WorkerId): Member | undefined {
    return this.members.get(workerKey(id));
  }

  withKey(key: string): Member | undefined {
    return this.members.get(key);
  }

  /** Admits a worker, or returns why not. A repeated join of the same process is accepted as its first. */
  join(id: WorkerId, incarnation: number, join: Join, nowMs: number): Member | Refused {
    const key = workerKey(id);
    const banned = this.quarantined.get(key) ?? this.banned.get(`${key}/${incarnation}`);
    const refused = banned ?? this.refusal(key, incarnation, join);
    if (refused) return refused;
    const known = this.members.get(key);
    if (known) {
      known.lastSeenMs = nowMs;
      return known;
    }
    this.fingerprint ??= join.fingerprint;
    const member: Member = {
      ...{ id, key, incarnation, join, lastSeenMs: nowMs, stuck: false, probe: undefined },
      heartbeat: { version: 0, leaseId: 0, computed: false, msPerShard: 0 },
      speed: new SpeedEstimator(),
      measuredAtMs: nowMs,
      weights: { sentAtMs: -Infinity, isGreedy: false },
    };
    this.members.set(key, member);
    return member;
  }

  heartbeat(member: Member, heartbeat: WorkerHeartbeat, nowMs: number): void {
    member.heartbeat = heartbeat;
    if (!heartbeat.computed) return;
    member.stuck = false;
    if (member.probe === undefined || heartbeat.leaseId < member.probe) return;
    member.probe = undefined;
    member.measuredAtMs = nowMs;
    if (heartbeat.msPerShard > 0) member.speed.reset(heartbeat.msPerShard);
  }

  remove(key: string): Member | undefined {
    const member = this.members.get(key);
    this.members.delete(key);
    return member;
  }

  /** Removes a member that sent what no correct worker sends. The same process may not join again. */
  ban(member: Member, refused: Refused): void {
    this.remove(member.key);
    remember(this.banned, `${member.key}/${member.incarnation}`, refused);
  }

  /** Removes a worker that sent wrong gradients. No process with its id may join again. */
  quarantine(key: string, refused: Refused): void {
    this.remove(key);
    remember(this.quarantined, key, refused);
  }

  /** Banned processes (`key/incarnation`) and then quarantined workers (`key`), with the reason, each oldest first. */
  get sentAway(): ReadonlyMap<string, Refused> {
    return new Map([...this.banned, ...this.quarantined]);
  }

  /** Median over the members of the time that leases take besides computing (the lower one of an even number); 0 before the first lease. */
  commonOverheadMs(): number {
    const known = [...this.members.values()].flatMap(({ speed }) => speed.overheadMs ?? []);
    return known.sort((a, b) => a - b)[Math.floor((known.length - 1) / 2)] ?? 0;
  }

  /** Members that have been silent for longer than the time-out. */
  silent(nowMs: number): Member[] {
    return this.all().filter((member) => nowMs - member.lastSeenMs > this.config.heartbeatTimeoutMs);
  }

  private refusal(key: string, incarnation: number, join: Join): Refused | undefined {
    const { config } = this;
    if (join.protocolVersion !== PROTOCOL_VERSION) {
      const reason = `this run speaks protocol version ${PROTOCOL_VERSION}, you speak ${join.protocolVersion}: install the same release of Lockstep on all machines`;
      return { code: 'PROTOCOL_VERSION', reason };
    }
    if (join.schemaHash !== config.schemaHash) {
      const reason = `your model's parameters (${join.schemaHash.slice(0, 12)}…) are not those of this run (${config.schemaHash.slice(0, 12)}…): install the same release of Lockstep on all machines`;
      return { code: 'SCHEMA', reason };
    }
    const living = this.members.get(key);
    if (living && living.incarnation !== incarnation) {
      return {
        code: 'DUPLICATE_ID',
        reason: `a worker with the id ${key} is already at work: give each worker its own --id`,
      };
    }
    if (!living && this.members.size >= MAX_MEMBERS) {
      return { code: 'FULL', reason: `the run has ${MAX_MEMBERS} workers, which is the most that it admits` };
    }
    if (config.mixedNumerics) return undefined;
    if (join.threads !== config.threads) {
      const reason = `this run computes with ${config.threads} TensorFlow thread(s) per worker, you with ${join.threads}, which gives other bits: start it with --threads=${config.threads}, or the run with --mixed-numerics`;
      return { code: 'FINGERPRINT', reason };
    }
    if (this.fingerprint !== undefined && join.fingerprint !== this.fingerprint) {
      const reason = `your gradients have the fingerprint ${join.fingerprint.slice(0, 12)}…, the run's have ${this.fingerprint.slice(0, 12)}…: the device, the instruction set (see ONEDNN_MAX_CPU_ISA) or TensorFlow differs; start the run with --mixed-numerics to give up equal bits`;
      return { code: 'FINGERPRINT', reason };
    }
    return undefined;
  }
}

function remember(list: Map<string, Refused>, whom: string, refused: Refused): void {
  list.set(whom, refused);
  const oldest = list.keys().next().value;
  if (list.size > MAX_BANNED && oldest !== undefined) list.delete(oldest);
}
