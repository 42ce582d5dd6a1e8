/**
 * The subjects of a run. Who may publish is read off the subject, so that a server's permissions can enforce it:
 * below `leader` only the coordinator publishes, below `worker.<pool>` only that pool's credential.
 *
 *   lockstep.discover                          request: which run is there? answered with its RunInfo
 *   lockstep.<run>.discover                    the same for one run
 *   lockstep.<run>.leader.all                  coordinator to all workers (weights, heartbeats, the end)
 *   lockstep.<run>.leader.to.<pool>.<member>   coordinator to one worker (leases, refusals, lost parts)
 *   lockstep.<run>.leader.checkpoint           coordinator to samplers
 *   lockstep.<run>.leader.standby              coordinator to all standbys (reduced gradients, snapshots)
 *   lockstep.<run>.leader.metrics              coordinator to the run's stream of metrics
 *   lockstep.<run>.worker.<pool>.<member>      worker to coordinator
 *   lockstep.<run>.standby.<id>                standby to coordinator
 *   lockstep.status                            request: how is the run that is there? answered with a Status
 *   lockstep.<run>.status                      the same for one run
 *   lockstep.<run>.stop                        request: stop the run with a checkpoint; answered with nothing
 *   lockstep.<run>.sampler.draw                client to sampler: request for samples
 *   lockstep.<run>.sampler.drawn               sampler: the figures of a checkpoint are drawn
 */
import { InvalidIdError, MalformedMessageError } from './errors.js';

/** Identity of a worker: the credential's pool and a name within it, each one subject token. */
export interface WorkerId {
  pool: string;
  member: string;
}

const TOKEN = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws InvalidIdError unless `id` can be a token of a subject (and so never a wildcard) */
export function checkId(what: string, id: string): string {
  if (!TOKEN.test(id)) throw new InvalidIdError(what, id);
  return id;
}

/** One string for a worker id, for keys and for people. */
export function workerKey(id: WorkerId): string {
  return `${id.pool}.${id.member}`;
}

/** @throws InvalidIdError for a key that {@link workerKey} did not make */
export function parseWorkerKey(key: string): WorkerId {
  const [pool = '', member = '', ...rest] = key.split('.');
  if (rest.length > 0) throw new InvalidIdError('worker id', key);
  return { pool: checkId('worker pool', pool), member: checkId('worker id', member) };
}

export const DISCOVER_ANY = 'lockstep.discover';
export const STATUS_ANY = 'lockstep.status';

export class RunSubjects {
  private readonly prefix: string;

  constructor(readonly run: string) {
    this.prefix = `lockstep.${checkId('run id', run)}`;
  }

  get discover(): string {
    return `${this.prefix}.discover`;
  }

  get toAll(): string {
    return `${this.prefix}.leader.all`;
  }

  to(worker: WorkerId): string {
    return `${this.prefix}.leader.to.${workerKey(worker)}`;
  }

  get checkpoint(): string {
    return `${this.prefix}.leader.checkpoint`;
  }

  get toStandbys(): string {
    return `${this.prefix}.leader.standby`;
  }

  get metrics(): string {
    return `${this.prefix}.leader.metrics`;
  }

  get status(): string {
    return `${this.prefix}.status`;
  }

  get stop(): string {
    return `${this.prefix}.stop`;
  }

  /** @throws InvalidIdError unless `standby` can be a token of a subject */
  fromStandby(standby: string): string {
    return `${this.prefix}.standby.${checkId('standby id', standby)}`;
  }

  get fromStandbys(): string {
    return `${this.prefix}.standby.*`;
  }

  /** The standby that a message on {@link fromStandbys} comes from. @throws MalformedMessageError for any other subject */
  standbyOf(subject: string): string {
    const prefix = `${this.prefix}.standby.`;
    const id = subject.slice(prefix.length);
    if (!subject.startsWith(prefix) || !TOKEN.test(id)) {
      throw new MalformedMessageError(`subject ${JSON.stringify(subject.slice(0, 200))} names no valid standby`);
    }
    return id;
  }

  get draw(): string {
    return `${this.prefix}.sampler.draw`;
  }

  get drawn(): string {
    return `${this.prefix}.sampler.drawn`;
  }

  from(worker: WorkerId): string {
    return `${this.prefix}.worker.${workerKey(worker)}`;
  }

  get fromAll(): string {
    return `${this.prefix}.worker.*.*`;
  }

  /** The worker that a message on {@link fromAll} comes from. @throws MalformedMessageError for any other subject */
  senderOf(subject: string): WorkerId {
    const prefix = `${this.prefix}.worker.`;
    const [pool = '', member = '', ...rest] = subject.slice(prefix.length).split('.');
    if (!subject.startsWith(prefix) || rest.length > 0 || !TOKEN.test(pool) || !TOKEN.test(member)) {
      throw new MalformedMessageError(`subject ${JSON.stringify(subject.slice(0, 200))} names no valid worker`);
    }
    return { pool, member };
  }

  /**
   * Bucket of the datasets' files, by hash: one for all runs, so that a worker of any run may be let read it and nothing else. (A
   * wildcard of a server's permissions stands for a whole name of a bucket, not for a part of it.)
   */
  static readonly dataBucket = 'lockstep_data';

  /** Bucket of the checkpoints' files. */
  get checkpointBucket(): string {
    return `lockstep_${this.run}_checkpoints`;
  }

  /** Stream of the records that {@link metrics} carries. */
  get metricsStream(): string {
    return `lockstep_${this.run}_metrics`;
  }

  /** Key-value bucket: `leader` (leader epoch) and `latest` (latest checkpoint). */
  get stateBucket(): string {
    return `lockstep_${this.run}_state`;
  }
}
