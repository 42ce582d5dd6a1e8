/**
 * The subjects of a run. The subject of a message determines its publisher, so the server's permissions can enforce it. Only the
 * coordinator publishes below `leader`, and only the credential of a pool publishes below `worker.<pool>`.
 *
 *   lockstep.discover                          request: discover any run; the reply is its RunInfo
 *   lockstep.<run>.discover                    request: discover this run
 *   lockstep.<run>.leader.all                  coordinator to all workers: weights, heartbeats, the end of the run
 *   lockstep.<run>.leader.to.<pool>.<member>   coordinator to one worker: leases, refusals, lost parts
 *   lockstep.<run>.leader.checkpoint           coordinator to samplers: checkpoint hints
 *   lockstep.<run>.leader.standby              coordinator to all standbys: reduced gradient sums, snapshots
 *   lockstep.<run>.leader.metrics              coordinator to the metrics stream of the run
 *   lockstep.<run>.worker.<pool>.<member>      worker to coordinator
 *   lockstep.<run>.standby.<id>                standby to coordinator
 *   lockstep.status                            request: the status of any run; the reply is a StatusReply
 *   lockstep.<run>.status                      request: the status of this run
 *   lockstep.<run>.stop                        request: stop this run after a checkpoint; the reply is empty
 *   lockstep.<run>.sampler.draw                client to sampler: requests for samples
 *   lockstep.<run>.sampler.drawn               sampler to all: the figures of a checkpoint are drawn
 */
import { InvalidIdError, MalformedMessageError } from './errors.js';

/** The identity of a worker. Both parts are tokens of a subject. */
export interface WorkerId {
  /** The pool of the worker's credential. */
  pool: string;
  /** The name of the worker, unique in its pool. */
  member: string;
}

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** Returns `id`. @throws InvalidIdError unless it can be a token of a subject, which excludes wildcards */
export function checkId(what: string, id: string): string {
  if (!TOKEN.test(id)) throw new InvalidIdError(what, id);
  return id;
}

/** Returns the worker id as one string, for map keys and for people. */
export function workerKey(id: WorkerId): string {
  return `${id.pool}.${id.member}`;
}

export const DISCOVER_ANY = 'lockstep.discover';
export const STATUS_ANY = 'lockstep.status';

export class RunSubjects {
  /**
   * The bucket of data files by hash. All runs share one bucket, because a wildcard in a server's permissions matches a whole token,
   * not a prefix of a bucket name. So a worker's credential can allow reading the data files of any run and nothing else.
   */
  static readonly dataBucket = 'lockstep_data';

  readonly discover: string;
  readonly status: string;
  readonly stop: string;
  /** From the coordinator to all workers. */
  readonly toAll: string;
  readonly checkpoint: string;
  readonly toStandbys: string;
  readonly metrics: string;
  /** From all workers, with wildcards. */
  readonly fromAll: string;
  /** From all standbys, with a wildcard. */
  readonly fromStandbys: string;
  readonly draw: string;
  readonly drawn: string;
  /** The bucket of the checkpoints' files. */
  readonly checkpointBucket: string;
  /** The stream that stores the records published on {@link metrics}. */
  readonly metricsStream: string;
  /** The key-value bucket with the keys `leader` and `latest`. */
  readonly stateBucket: string;
  private readonly prefix: string;

  /** @throws InvalidIdError unless `run` can be a token of a subject */
  constructor(readonly run: string) {
    const prefix = `lockstep.${checkId('run id', run)}`;
    this.prefix = prefix;
    this.discover = `${prefix}.discover`;
    this.status = `${prefix}.status`;
    this.stop = `${prefix}.stop`;
    this.toAll = `${prefix}.leader.all`;
    this.checkpoint = `${prefix}.leader.checkpoint`;
    this.toStandbys = `${prefix}.leader.standby`;
    this.metrics = `${prefix}.leader.metrics`;
    this.fromAll = `${prefix}.worker.*.*`;
    this.fromStandbys = `${prefix}.standby.*`;
    this.draw = `${prefix}.sampler.draw`;
    this.drawn = `${prefix}.sampler.drawn`;
    this.checkpointBucket = `lockstep_${run}_checkpoints`;
    this.metricsStream = `lockstep_${run}_metrics`;
    this.stateBucket = `lockstep_${run}_state`;
  }

  /** From the coordinator to one worker. */
  to(worker: WorkerId): string {
    return `${this.prefix}.leader.to.${workerKey(worker)}`;
  }

  /** From one worker to the coordinator. */
  from(worker: WorkerId): string {
    return `${this.prefix}.worker.${workerKey(worker)}`;
  }

  /** Returns the worker that published on a subject of {@link fromAll}. @throws MalformedMessageError for any other subject */
  senderOf(subject: string): WorkerId {
    const prefix = `${this.prefix}.worker.`;
    const [pool = '', member = '', ...rest] = subject.slice(prefix.length).split('.');
    if (!subject.startsWith(prefix) || rest.length > 0 || !TOKEN.test(pool) || !TOKEN.test(member)) {
      throw new MalformedMessageError(`subject ${JSON.stringify(subject.slice(0, 200))} names no valid worker`);
    }
    return { pool, member };
  }

  /** From one standby to the coordinator. @throws InvalidIdError unless `standby` can be a token of a subject */
  fromStandby(standby: string): string {
    return `${this.prefix}.standby.${checkId('standby id', standby)}`;
  }

  /** Returns the standby that published on a subject of {@link fromStandbys}. @throws MalformedMessageError for any other subject */
  standbyOf(subject: string): string {
    const prefix = `${this.prefix}.standby.`;
    const id = subject.slice(prefix.length);
    if (!subject.startsWith(prefix) || !TOKEN.test(id)) {
      throw new MalformedMessageError(`subject ${JSON.stringify(subject.slice(0, 200))} names no valid standby`);
    }
    return id;
  }
}
