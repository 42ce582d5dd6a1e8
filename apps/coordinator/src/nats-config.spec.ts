import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { RunSubjects, type WorkerId } from '@lockstep/protocol';
import {
  answerDiscovery,
  cachedObject,
  connectNats,
  CoordinatorChannel,
  discoverRun,
  NatsRefusedError,
  ObjectBucket,
  StateBucket,
  WorkerChannel,
} from '@lockstep/transport';
import { RequestStrategy } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxPrefix, LOCAL_POOL, type Role } from './nats-config.js';
import { sampleRunInfo } from './testing/run-info.js';
import { SecuredServer, until, type Connection } from './testing/secured-server.js';

const RUN = 'run-1';
const subjects = new RunSubjects(RUN);
const [DATA, CHECKPOINTS, STATE] = [
  `OBJ_${subjects.dataBucket}`,
  `OBJ_${subjects.checkpointBucket}`,
  `KV_${subjects.stateBucket}`,
];
const LOCAL: WorkerId = { pool: LOCAL_POOL, member: 'w0' };
const FOREIGN: WorkerId = { pool: 'other', member: 'w0' };
const IMAGES = Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i, 0x9e37_79b1) >>> 11) & 0xff);

/** Longer than a message takes through a server on the same machine, were it let through. */
const SETTLE_MS = 100;

let server: SecuredServer;
let coordinator: Connection;
let data: ObjectBucket;
let imagesSha256: string;
let state: StateBucket;
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  coordinator = await server.connect('coordinator');
  data = await ObjectBucket.open(coordinator, subjects.dataBucket);
  imagesSha256 = await data.putByHash(IMAGES);
  await (await ObjectBucket.open(coordinator, subjects.checkpointBucket)).put('step-1/weights', IMAGES);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  await state.compareAndSet('latest', 'step-1', 0);
  answerDiscovery(coordinator, 1, sampleRunInfo(RUN));
  await coordinator.flush();
});
afterAll(() => server.end());

/** Everything that the coordinator hears while `action` runs, and shortly after it. */
async function heardDuring(action: () => Promise<void>): Promise<string[]> {
  const heard: string[] = [];
  const hearing = coordinator.subscribe('>', { callback: (_error, msg) => heard.push(msg.subject) });
  await coordinator.flush();
  await action();
  await setTimeout(SETTLE_MS);
  await coordinator.flush();
  hearing.unsubscribe();
  return heard;
}

/** Publishes to each subject as a role. Returns those that the server let through. */
async function letThrough(role: Role, published: readonly string[]): Promise<string[]> {
  const refused: string[] = [];
  const connection = await server.connect(role, refused);
  const heard = await heardDuring(async () => {
    for (const subject of [...published, 'the.last']) connection.publish(subject, 'forged');
    await until(() => refused.some((notice) => notice.endsWith('(publish on the.last)')));
  });
  const passed = published.filter((subject) => !refused.some((notice) => notice.endsWith(`(publish on ${subject})`)));
  expect(passed).toEqual(expect.arrayContaining(published.filter((subject) => heard.includes(subject))));
  return passed;
}

/** Subscribes to each subject as a role. Returns those that the server allowed. */
async function allowedToHear(role: Role, wanted: readonly string[]): Promise<string[]> {
  const connection = await server.connect(role);
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

const STORE_WRITES = [DATA, CHECKPOINTS, STATE].flatMap((stream) => [
  `$JS.API.STREAM.CREATE.${stream}`,
  `$JS.API.STREAM.UPDATE.${stream}`,
  `$JS.API.STREAM.DELETE.${stream}`,
  `$JS.API.STREAM.PURGE.${stream}`,
  `$JS.API.STREAM.MSG.DELETE.${stream}`,
]);
const FORBIDDEN_TO_MEMBERS = [
  subjects.toAll,
  subjects.to(LOCAL),
  subjects.to(FOREIGN),
  subjects.checkpoint,
  subjects.from(FOREIGN),
  `$KV.${subjects.stateBucket}.latest`,
  `$KV.${subjects.stateBucket}.leader`,
  `$O.${subjects.dataBucket}.M.x`,
  `$O.${subjects.dataBucket}.C.x`,
  `$O.${subjects.checkpointBucket}.M.x`,
  `$O.${subjects.checkpointBucket}.C.x`,
  '$JS.API.STREAM.CREATE.mine',
  ...STORE_WRITES,
  '_INBOX_coordinator.x',
  `_INBOX_${LOCAL_POOL}.x`,
  '_INBOX_sampler.x',
  '_INBOX_client.x',
  '_INBOX.x',
  'lockstep.run-2.leader.all',
  `lockstep.run-2.worker.${LOCAL_POOL}.w0`,
  'anything',
];
const FOREIGN_EARS = [
  '>',
  'lockstep.>',
  'lockstep.discover',
  subjects.discover,
  subjects.to(FOREIGN),
  `lockstep.${RUN}.leader.to.>`,
  subjects.fromAll,
  '_INBOX_coordinator.>',
  '_INBOX_*.>',
  '*.>',
  '_INBOX.>',
  '$JS.>',
  '$KV.>',
  '$O.>',
];

describe('a connection', () => {
  it.each([
    ['without credentials', ''],
    ['with a wrong password', 'coordinator:guess@'],
    ['with the password of another role', 'coordinator:secret-of-the-workers@'],
    ['of a role that there is not', 'admin:secret-of-the-coordinator@'],
  ])('%s is refused', async (_name, credentials) => {
    const connecting = connectNats({ url: `nats://${credentials}${server.address}`, name: 'stranger' });
    await expect(connecting).rejects.toThrow(NatsRefusedError);
  });
});

describe('a reply', () => {
  /** Subjects that a role may not publish to, and would like somebody else to. */
  const TARGETS = [
    `$KV.${subjects.stateBucket}.latest`,
    `$O.${subjects.checkpointBucket}.M.x`,
    subjects.toAll,
    subjects.to(LOCAL),
  ];
  const infoOf = (stream: string) => `$JS.API.STREAM.INFO.${stream}`;

  it.each<[Role, string[]]>([
    ['worker', [infoOf(DATA), '$JS.API.INFO', 'lockstep.discover', subjects.discover]],
    ['sampler', [infoOf(STATE), infoOf(CHECKPOINTS), '$JS.API.INFO', 'lockstep.discover']],
    ['client', [subjects.draw, '$SRV.INFO']],
  ])('goes to nobody but the %s who asked', async (role, questions) => {
    const sampler = await server.connect('sampler');
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    const asking = await server.connect(role);
    const heard = await heardDuring(async () => {
      for (const question of questions) {
        for (const reply of TARGETS) asking.publish(question, '', { reply });
        // The same question in the proper way is answered.
        await asking.request(question, '', { timeout: 2000 });
      }
    });
    expect(TARGETS.filter((subject) => heard.includes(subject))).toEqual([]);
    expect((await state.read('latest'))?.value).toBe('step-1');
    await service.stop();
  });
});

describe('a worker', () => {
  it('publishes neither weights, leases, checkpoints nor objects, nor in the name of another pool', async () => {
    const forbidden = [...FORBIDDEN_TO_MEMBERS, subjects.draw, subjects.drawn];
    expect(await letThrough('worker', [...forbidden, subjects.from(LOCAL)])).toEqual([subjects.from(LOCAL)]);
  });

  it('hears neither other pools nor other roles', async () => {
    const wanted = [...FOREIGN_EARS, '_INBOX_sampler.>', '_INBOX_client.>', subjects.checkpoint, subjects.draw];
    expect(await allowedToHear('worker', wanted)).toEqual([]);
  });

  it('does not get through with what the client library offers', async () => {
    const worker = await server.connect('worker');
    const { streams } = await worker.jetstreamManager();
    const calls = [
      () => streams.purge(DATA),
      () => streams.delete(DATA),
      () => streams.info(STATE),
      () => streams.info(CHECKPOINTS),
    ];
    for (const forbidden of calls) {
      await expect(forbidden()).rejects.toThrow(/Permissions Violation/);
    }
    expect(await data.getByHash(imagesSha256)).toHaveLength(IMAGES.length);
  });

  it('finds the run, fetches the dataset, gets leases and sends gradients', async () => {
    const notices: string[] = [];
    const worker = await server.connect('worker', notices);
    expect((await discoverRun(worker, undefined, 2000, () => undefined)).run).toBe(RUN);
    expect((await discoverRun(worker, RUN, 2000, () => undefined)).run).toBe(RUN);
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-coordinator-'));
    const bucket = await ObjectBucket.open(worker, subjects.dataBucket);
    expect(await cachedObject(bucket, folder, imagesSha256)).toBe(join(folder, imagesSha256));
    rmSync(folder, { recursive: true });

    const leading = new CoordinatorChannel(coordinator, RUN);
    const working = new WorkerChannel(worker, RUN, LOCAL);
    const [heardByWorker, heardByLeader]: [string[], string[]] = [[], []];
    working.listen({
      onMessage: ({ body }) => heardByWorker.push(body.kind),
      onMalformed: () => expect.fail('garbage'),
    });
    leading.listen({
      onMessage: (_from, { body }) => heardByLeader.push(body.kind),
      onMalformed: () => expect.fail('garbage'),
    });
    await Promise.all([worker.flush(), coordinator.flush()]);
    leading.broadcast({ leaderEpoch: 1, version: 0, body: { kind: 'beat' } });
    leading.send(LOCAL, { leaderEpoch: 1, version: 0, body: { kind: 'welcome' } });
    working.send({ incarnation: 1, body: { kind: 'leave', reason: 'the end' } });
    await until(() => heardByWorker.length === 2 && heardByLeader.length === 1);
    expect([heardByWorker, heardByLeader]).toEqual([['beat', 'welcome'], ['leave']]);
    expect(notices).toEqual([]);
  });
});

describe('a sampler', () => {
  it('publishes neither weights, gradients nor objects, and replies to nobody who did not ask', async () => {
    const forbidden = [...FORBIDDEN_TO_MEMBERS, subjects.from(LOCAL), subjects.draw];
    expect(await letThrough('sampler', [...forbidden, subjects.drawn])).toEqual([subjects.drawn]);
  });

  it('hears neither workers nor the replies to other roles', async () => {
    expect(await allowedToHear('sampler', [...FOREIGN_EARS, `_INBOX_${LOCAL_POOL}.>`, '_INBOX_client.>'])).toEqual([]);
  });

  it('finds the run, fetches dataset and checkpoints, reads the state and hears of new checkpoints', async () => {
    const notices: string[] = [];
    const sampler = await server.connect('sampler', notices);
    expect((await discoverRun(sampler, undefined, 2000, () => undefined)).run).toBe(RUN);
    const images = await (await ObjectBucket.open(sampler, subjects.dataBucket)).getByHash(imagesSha256);
    expect(Buffer.compare(images, IMAGES)).toBe(0);
    const weights = await (await ObjectBucket.open(sampler, subjects.checkpointBucket)).get('step-1/weights');
    expect(weights).toHaveLength(IMAGES.length);
    const reading = await StateBucket.open(sampler, subjects.stateBucket);
    expect((await reading.read('latest'))?.value).toBe('step-1');
    expect(await reading.read('none')).toBeUndefined();
    let hints = 0;
    sampler.subscribe(subjects.checkpoint, {
      callback: (error) => {
        if (!error) hints++;
      },
    });
    await sampler.flush();
    const hint = { kind: 'checkpoint' as const, name: 'step-1', last: false };
    new CoordinatorChannel(coordinator, RUN).hintCheckpoint({ leaderEpoch: 1, version: 1, body: hint });
    await until(() => hints === 1);
    expect(notices).toEqual([]);
  });

  it('draws for a client, which also finds it as a service', async () => {
    const notices: string[] = [];
    const sampler = await server.connect('sampler', notices);
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    const client = await server.connect('client', notices);
    for (let i = 0; i < 3; i++)
      expect((await client.request(subjects.draw, 'please', { timeout: 2000 })).string()).toBe('a picture');
    const found: string[] = [];
    for await (const { name } of await client.services
      .client({ strategy: RequestStrategy.Count, maxMessages: 1, maxWait: 2000 })
      .info())
      found.push(name);
    expect(found).toEqual(['lockstep-sampler']);
    expect(notices).toEqual([]);
    await service.stop();
  });
});

describe('a client', () => {
  it('asks for images, and does nothing else', async () => {
    const forbidden = [
      ...FORBIDDEN_TO_MEMBERS,
      subjects.from(LOCAL),
      subjects.drawn,
      'lockstep.discover',
      subjects.discover,
    ];
    const reads = [
      `$JS.API.STREAM.INFO.${DATA}`,
      `$JS.API.STREAM.MSG.GET.${CHECKPOINTS}`,
      `$JS.API.DIRECT.GET.${STATE}`,
    ];
    expect(await letThrough('client', [...forbidden, ...reads, '$JS.API.INFO', subjects.draw])).toEqual([
      subjects.draw,
    ]);
  });

  it('hears replies to itself, and nothing else', async () => {
    const wanted = [
      ...FOREIGN_EARS,
      subjects.toAll,
      subjects.draw,
      subjects.drawn,
      `_INBOX_${LOCAL_POOL}.>`,
      '_INBOX_sampler.>',
    ];
    expect(await allowedToHear('client', [...wanted, `${inboxPrefix('client')}.>`])).toEqual([
      `${inboxPrefix('client')}.>`,
    ]);
  });
});
