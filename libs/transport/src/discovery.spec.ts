import { encodeCoordinatorMessage, MalformedMessageError, RunSubjects } from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { answerDiscovery, discoverRun } from './discovery.js';
import { NoRunError } from './errors.js';
import { TestServer } from '@lockstep/native/testing';
import { sampleRunInfo } from './testing/run-info.js';

let server: TestServer;
let requester: NatsConnection;
const opened: NatsConnection[] = [];
beforeAll(async () => {
  server = await TestServer.start();
  requester = await connectNats({ url: server.url, name: 'requester' });
});
afterAll(async () => {
  await Promise.all([requester, ...opened].map((connection) => connection.close()));
  await server.end();
});

async function responder(): Promise<NatsConnection> {
  const connection = await connectNats({ url: server.url, name: 'responder' });
  opened.push(connection);
  return connection;
}

async function coordinator(run: string): Promise<void> {
  const connection = await responder();
  answerDiscovery(connection, 3, sampleRunInfo(run));
  await connection.flush();
}

async function answerWith(run: string, answer: Uint8Array | undefined): Promise<void> {
  const connection = await responder();
  connection.subscribe(new RunSubjects(run).discover, { callback: (_error, msg) => answer && msg.respond(answer) });
  await connection.flush();
}

const unexpected = () => expect.fail('the run was reported as missing');

describe('discovery', () => {
  it('finds any run, or the named run', async () => {
    await coordinator('one');
    expect(await discoverRun(requester, undefined, 1000, unexpected)).toMatchObject(sampleRunInfo('one'));
    await coordinator('two');
    expect(await discoverRun(requester, 'two', 1000, unexpected)).toMatchObject(sampleRunInfo('two'));
    expect((await discoverRun(requester, 'one', 1000, unexpected)).run).toBe('one');
  });
});

describe.concurrent('discovery of a run', () => {
  it('fails after the timeout and reports once that it waits', async () => {
    await coordinator('other');
    let waiting = 0;
    const startedMs = performance.now();
    const failure = await discoverRun(requester, 'mine', 1500, () => waiting++).catch((error: unknown) => error);
    const tookMs = performance.now() - startedMs;
    expect(failure).toBeInstanceOf(NoRunError);
    expect((failure as Error).message).toMatch(
      new RegExp(`the run mine answers on the NATS server at 127.0.0.1:${server.port}`),
    );
    expect(waiting).toBe(1);
    expect(tookMs).toBeGreaterThan(1400);
    expect(tookMs).toBeLessThan(3000);
  });

  it('fails after the timeout when a subscriber does not reply', async () => {
    await answerWith('silent', undefined);
    const startedMs = performance.now();
    await expect(discoverRun(requester, 'silent', 2000, () => undefined)).rejects.toThrow(NoRunError);
    expect(performance.now() - startedMs).toBeLessThan(2900);
  });

  it('waits for a coordinator that starts later', async () => {
    let late: Promise<void> | undefined;
    const info = await discoverRun(requester, 'late', 5000, () => {
      late = coordinator('late');
    });
    await late;
    expect(info.run).toBe('late');
  });

  it('refuses a malformed reply and a reply of another kind', async () => {
    await answerWith('garbage', Uint8Array.of(0xff, 0xff));
    await expect(discoverRun(requester, 'garbage', 1000, unexpected)).rejects.toThrow(MalformedMessageError);
    await answerWith(
      'heartbeat',
      encodeCoordinatorMessage({ leaderEpoch: 1, version: 1, toIncarnation: 0, body: { kind: 'heartbeat' } }),
    );
    await expect(discoverRun(requester, 'heartbeat', 1000, unexpected)).rejects.toThrow('answered with "heartbeat"');
  });
});
