/** What each role may do on a server with our own configuration; infra/src/rights.spec.ts has the same with keys. */
import type { Role } from '@lockstep/access';
import { heardDuring, readCalls, Rights } from '@lockstep/access/testing';
import { RunSubjects, STATUS_ANY } from '@lockstep/protocol';
import { connectNats, NatsRefusedError, ObjectBucket, StateBucket } from '@lockstep/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerStatus } from '../operator/status-answer.js';
import { SecuredServer, type Connection } from '../testing/secured-server.js';
import { sampleStatus } from '../testing/status.js';

const RUN = 'run-1';
const rights = new Rights(RUN, ['local', 'other']);
const { subjects, streams } = rights;
const LOCAL = { pool: 'local', member: 'w' };
const OTHER_RUN = ['leader.all', 'worker.local.w', 'status', 'stop'].map((name) => `lockstep.run-2.${name}`);
const ASKS_FOR_RUN = ['lockstep.discover', subjects.discover];
const READS = ['$JS.API.INFO', '$JS.API.STREAM.NAMES'];

let server: SecuredServer;
let coordinator: Connection;
let state: StateBucket;
beforeAll(async () => {
  server = await SecuredServer.start(RUN);
  coordinator = await server.connect('coordinator');
  await ObjectBucket.open(coordinator, RunSubjects.dataBucket);
  await ObjectBucket.open(coordinator, subjects.checkpointBucket);
  state = await StateBucket.open(coordinator, subjects.stateBucket);
  await state.compareAndSet('latest', 'step-1', 0);
  answerStatus(coordinator, RUN, sampleStatus);
  for (const subject of ASKS_FOR_RUN) coordinator.subscribe(subject, { callback: (_e, msg) => void msg.respond(RUN) });
  await coordinator.flush();
});
afterAll(() => server.end());

it.each([
  ['without credentials', ''],
  ['with a wrong password', 'coordinator:guess@'],
  ['with the password of another role', 'coordinator:secret-of-the-workers@'],
  ['of a role that there is not', 'admin:secret-of-the-coordinator@'],
])('a connection %s is refused', async (_name, credentials) => {
  const connecting = connectNats({ url: `nats://${credentials}${server.address}`, name: 'stranger' });
  await expect(connecting).rejects.toThrow(NatsRefusedError);
});

describe('the server lets through', () => {
  it.each<[Role, string[]]>([
    ['worker', [subjects.from(LOCAL), ...ASKS_FOR_RUN, ...READS, ...readCalls(streams.data)]],
    ['sampler', [subjects.drawn, ...ASKS_FOR_RUN, ...READS, ...Object.values(streams).flatMap(readCalls)]],
    ['client', [subjects.draw, '$SRV.PING']],
    ['operator', [STATUS_ANY, subjects.status, subjects.stop]],
  ])('of what a %s publishes only what it has to, and nothing to another run', async (role, allowed) => {
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
  ])('to a %s only what it has to hear', async (role, allowed) => {
    expect(await rights.allowedToHear(await server.connect(role))).toEqual(allowed.toSorted());
  });
});

describe('a reply', () => {
  /** Subjects that a role may not publish to, and would like somebody else to. */
  const TARGETS = [
    ...[`$KV.${subjects.stateBucket}.latest`, `$O.${subjects.checkpointBucket}.M.x`],
    ...[subjects.toAll, subjects.to(LOCAL)],
  ];
  const infoOf = (stream: string) => `$JS.API.STREAM.INFO.${stream}`;

  it.each<[Role, string[]]>([
    ['worker', [infoOf(streams.data), '$JS.API.INFO', ...ASKS_FOR_RUN]],
    ['sampler', [infoOf(streams.state), infoOf(streams.checkpoints), '$JS.API.INFO', 'lockstep.discover']],
    ['client', [subjects.draw, '$SRV.INFO']],
    ['operator', [STATUS_ANY, subjects.status]],
  ])('goes to nobody but the %s who asked', async (role, questions) => {
    const sampler = await server.connect('sampler');
    const service = await sampler.services.add({ name: 'lockstep-sampler', version: '0.1.0' });
    service.addEndpoint('draw', { subject: subjects.draw, handler: (_error, msg) => void msg.respond('a picture') });
    await sampler.flush();
    const asking = await server.connect(role);
    const received = await heardDuring(coordinator, async () => {
      for (const question of questions) {
        for (const reply of TARGETS) asking.publish(question, '', { reply });
        // The same question in the proper way is answered.
        await asking.request(question, '', { timeout: 2000 });
      }
    });
    expect(TARGETS.filter((subject) => received.includes(subject))).toEqual([]);
    expect((await state.read('latest'))?.value).toBe('step-1');
    await service.stop();
  });
});
