/** Rights of each role on the server that a run starts. infra/src/rights.spec.ts checks servers with keys. */
import type { Role } from '@lockstep/access';
import { readCalls, receivedDuring, Rights } from '@lockstep/access/testing';
import { RunSubjects, STATUS_ANY } from '@lockstep/protocol';
import { connectNats, NatsRefusedError, ObjectBucket, StateBucket, type NatsConnection } from '@lockstep/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerStatus } from '../operator/status-answer.js';
import { SecuredServer } from '../testing/secured-server.js';
import { sampleStatus } from '../testing/status.js';

const RUN = 'run-1';
const rights = new Rights(RUN, ['local', 'other']);
const { subjects, streams } = rights;
const LOCAL = { pool: 'local', member: 'w' };
const OTHER_RUN = ['leader.all', 'worker.local.w', 'status', 'stop'].map((name) => `lockstep.run-2.${name}`);
const DISCOVERY = ['lockstep.discover', subjects.discover];
const READS = ['$JS.API.INFO', '$JS.API.STREAM.NAMES'];

let server: SecuredServer;
let coordinator: NatsConnection;
let state: StateBucket;
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  coordinator = await server.connect('coordinator');
  await ObjectBucket.open(coordinator, RunSubjects.dataBucket);
  await ObjectBucket.open(coordinator, subjects.checkpointBucket);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  await state.compareAndSet('latest', 'step-1', 0);
  answerStatus(coordinator, RUN, sampleStatus);
  for (const subject of DISCOVERY) coordinator.subscribe(subject, { callback: (_e, msg) => void msg.respond(RUN) });
  await coordinator.flush();
});
afterAll(() => server.end());

it.each([
  ['without credentials', ''],
  ['with a wrong password', 'coordinator:guess@'],
  ['with the password of another role', 'coordinator:secret-of-the-workers@'],
  ['of an unknown role', 'admin:secret-of-the-coordinator@'],
])('a connection %s is refused', async (_name, credentials) => {
  const connecting = connectNats({ url: `nats://${credentials}${server.address}`, name: 'stranger' });
  await expect(connecting).rejects.toThrow(NatsRefusedError);
});

describe('the server allows', () => {
  it.each<[Role, string[]]>([
    ['worker', [subjects.from(LOCAL), ...DISCOVERY, ...READS, ...readCalls(streams.data)]],
    ['sampler', [subjects.drawn, ...DISCOVERY, ...READS, ...Object.values(streams).flatMap(readCalls)]],
    ['client', [subjects.draw, '$SRV.PING']],
    ['operator', [STATUS_ANY, subjects.status, subjects.stop]],
  ])('a %s to publish only the subjects that it needs, and none of another run', async (role, allowed) => {
    const refused: string[] = [];
    const connection = await server.connect(role, refused);
    expect(await rights.letThrough(connection, refused, OTHER_RUN)).toEqual(allowed.toSorted());
    expect((await state.read('latest'))?.value).toBe('step-1');
  });

  it.each<[Role, string[]]>([
    ['worker', [subjects.toAll, subjects.to(LOCAL), '_INBOX_worker_local.>']],
    ['sampler', [subjects.toAll, subjects.checkpoint, subjects.draw, '$SRV.>', '_INBOX_sampler.>']],
    ['client', ['_INBOX_client.>']],
    ['operator', ['_INBOX_operator.>']],
  ])('a %s to subscribe only to the subjects that it needs', async (role, allowed) => {
    expect(await rights.allowedToSubscribe(await server.connect(role))).toEqual(allowed.toSorted());
  });
});

describe('a reply', () => {
  /** Reply subjects that the roles may not publish. */
  const TARGETS = [
    ...[`$KV.${subjects.stateBucket}.latest`, `$O.${subjects.checkpointBucket}.M.x`],
    ...[subjects.toAll, subjects.to(LOCAL)],
  ];
  const infoOf = (stream: string) => `$JS.API.STREAM.INFO.${stream}`;

  it.each<[Role, string[]]>([
    ['worker', [infoOf(streams.data), '$JS.API.INFO', ...DISCOVERY]],
    ['sampler', [infoOf(streams.state), infoOf(streams.checkpoints), '$JS.API.INFO', 'lockstep.discover']],
    ['client', [subjects.draw, '$SRV.INFO']],
    ['operator', [STATUS_ANY, subjects.status]],
  ])('goes only to the inbox of the %s that sent the request', async (role, requests) => {
    const sampler = await server.connect('sampler');
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a sample') });
    await sampler.flush();
    const requester = await server.connect(role);
    const received = await receivedDuring(coordinator, async () => {
      for (const request of requests) {
        for (const reply of TARGETS) requester.publish(request, '', { reply });
        // The same request with the requester's own inbox is answered.
        await requester.request(request, '', { timeout: 2000 });
      }
    });
    expect(TARGETS.filter((subject) => received.includes(subject))).toEqual([]);
    expect((await state.read('latest'))?.value).toBe('step-1');
    await service.stop();
  });
});
