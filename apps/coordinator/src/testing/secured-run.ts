/** A run on a server with our configuration, and what its roles may do there. */
import { setTimeout } from 'node:timers/promises';
import { LOCAL_POOL, type Role } from '@lockstep/access';
import { RunSubjects, STATUS_ANY, type WorkerId } from '@lockstep/protocol';
import { answerDiscovery, ObjectBucket, StateBucket } from '@lockstep/transport';
import { afterAll, beforeAll, expect } from 'vitest';
import { answerStatus } from '../status-answer.js';
import { sampleRunInfo } from './run-info.js';
import { SecuredServer, until, type Connection } from './secured-server.js';
import { sampleStatus } from './status.js';

export const RUN = 'run-1';
export const subjects = new RunSubjects(RUN);
/** The streams of the run's buckets. */
export const [DATA, CHECKPOINTS, STATE] = [
  `OBJ_${RunSubjects.dataBucket}`,
  `OBJ_${subjects.checkpointBucket}`,
  `KV_${subjects.stateBucket}`,
];
/** The subjects on which the status is asked for. */
export const STATUS_QUESTIONS = [STATUS_ANY, subjects.status];
export const LOCAL: WorkerId = { pool: LOCAL_POOL, member: 'w0' };
export const FOREIGN: WorkerId = { pool: 'other', member: 'w0' };
export const DATA_FILE = Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 11) & 0xff);

/** Longer than a message takes through a server on the same machine, were it let through. */
const SETTLE_MS = 100;

export class SecuredRun {
  private constructor(
    readonly server: SecuredServer,
    readonly coordinator: Connection,
    readonly data: ObjectBucket,
    readonly state: StateBucket,
    readonly dataSha256: string,
  ) {}

  static async start(): Promise<SecuredRun> {
    const server = await SecuredServer.start(RUN);
    const coordinator = await server.connect('coordinator');
    const data = await ObjectBucket.open(coordinator, RunSubjects.dataBucket);
    const dataSha256 = await data.putByHash(DATA_FILE);
    await (await ObjectBucket.open(coordinator, subjects.checkpointBucket)).put('step-1/weights', DATA_FILE);
    const state = await StateBucket.open(coordinator, subjects.stateBucket);
    await state.compareAndSet('latest', 'step-1', 0);
    answerDiscovery(coordinator, 1, sampleRunInfo(RUN));
    answerStatus(coordinator, RUN, sampleStatus);
    await coordinator.flush();
    return new SecuredRun(server, coordinator, data, state, dataSha256);
  }

  async end(): Promise<void> {
    await this.server.end();
  }

  /** Everything that the coordinator hears while `action` runs, and shortly after it. */
  async heardDuring(action: () => Promise<void>): Promise<string[]> {
    const received: string[] = [];
    const hearing = this.coordinator.subscribe('>', { callback: (_error, msg) => received.push(msg.subject) });
    await this.coordinator.flush();
    await action();
    await setTimeout(SETTLE_MS);
    await this.coordinator.flush();
    hearing.unsubscribe();
    return received;
  }

  /** Publishes to each subject as a role. Returns those that the server let through. */
  async letThrough(role: Role, published: readonly string[]): Promise<string[]> {
    const refused: string[] = [];
    const connection = await this.server.connect(role, refused);
    const received = await this.heardDuring(async () => {
      for (const subject of [...published, 'the.last']) connection.publish(subject, 'forged');
      await until(() => refused.some((notice) => notice.endsWith('(publish on the.last)')));
    });
    const passed = published.filter((subject) => !refused.some((notice) => notice.endsWith(`(publish on ${subject})`)));
    expect(passed).toEqual(expect.arrayContaining(published.filter((subject) => received.includes(subject))));
    return passed;
  }

  /** Subscribes to each subject as a role. Returns those that the server allowed. */
  async allowedToHear(role: Role, wanted: readonly string[]): Promise<string[]> {
    const connection = await this.server.connect(role);
    const refused = new Set<string>();
    for (const subject of wanted) {
      connection.subscribe(subject, {
        callback: (error) => {
          if (error) refused.add(subject);
        },
      });
    }
    await connection.flush();
    return wanted.filter((subject) => !refused.has(subject));
  }
}

const STORE_WRITES = [DATA, CHECKPOINTS, STATE].flatMap((stream) => [
  `$JS.API.STREAM.CREATE.${stream}`,
  `$JS.API.STREAM.UPDATE.${stream}`,
  `$JS.API.STREAM.DELETE.${stream}`,
  `$JS.API.STREAM.PURGE.${stream}`,
  `$JS.API.STREAM.MSG.DELETE.${stream}`,
]);
/** What nobody but the coordinator may publish. */
export const FORBIDDEN_TO_MEMBERS = [
  subjects.toAll,
  subjects.to(LOCAL),
  subjects.to(FOREIGN),
  subjects.checkpoint,
  subjects.toStandbys,
  subjects.fromStandby('b'),
  subjects.from(FOREIGN),
  `$KV.${subjects.stateBucket}.latest`,
  `$KV.${subjects.stateBucket}.leader`,
  `$O.${RunSubjects.dataBucket}.M.x`,
  `$O.${RunSubjects.dataBucket}.C.x`,
  `$O.${subjects.checkpointBucket}.M.x`,
  `$O.${subjects.checkpointBucket}.C.x`,
  '$JS.API.STREAM.CREATE.mine',
  ...STORE_WRITES,
  '_INBOX_coordinator.x',
  `_INBOX_worker_${LOCAL_POOL}.x`,
  '_INBOX_sampler.x',
  '_INBOX_client.x',
  '_INBOX_operator.x',
  '_INBOX.x',
  'lockstep.run-2.leader.all',
  `lockstep.run-2.worker.${LOCAL_POOL}.w0`,
  'anything',
];
/** What nobody but the coordinator may hear, or only a part of it. */
export const FOREIGN_EARS = [
  '>',
  'lockstep.>',
  'lockstep.discover',
  subjects.discover,
  subjects.to(FOREIGN),
  `lockstep.${RUN}.leader.to.>`,
  subjects.fromAll,
  subjects.toStandbys,
  subjects.fromStandbys,
  '_INBOX_coordinator.>',
  '_INBOX_*.>',
  '*.>',
  '_INBOX.>',
  '$JS.>',
  '$KV.>',
  '$O.>',
];

/** The run of the spec file that has called {@link useSecuredRun}. */
export let run: SecuredRun;

/** Starts a run before the file's tests, and ends it after them. */
export function useSecuredRun(): void {
  beforeAll(async () => {
    run = await SecuredRun.start();
  });
  afterAll(() => run.end());
}
