import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectNats, serverName } from './connection.js';
import { NatsRefusedError, NatsUnreachableError } from './errors.js';
import { TestServer, until } from '@lockstep/native/testing';

const opened: NatsConnection[] = [];
afterAll(async () => {
  await Promise.all(opened.map((connection) => connection.close()));
});

async function connect(url: string, notices: string[] = []): Promise<NatsConnection> {
  const connection = await connectNats({
    url,
    name: 'spec',
    onNotice: (level, message) => notices.push(`${level}: ${message}`),
  });
  opened.push(connection);
  return connection;
}

async function listening(onConnection: () => void = () => undefined): Promise<{ server: Server; port: number }> {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('a missing server', () => {
  it('is reported immediately, without the password', async () => {
    const { server, port } = await listening();
    server.close();
    await once(server, 'close');
    const startedMs = performance.now();
    const failure = await connect(`nats://user:secret@127.0.0.1:${port}`).catch((error: unknown) => error);
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(failure).toBeInstanceOf(NatsUnreachableError);
    expect((failure as Error).message).toContain(`127.0.0.1:${port}`);
    expect((failure as Error).message).not.toContain('secret');
    expect((failure as Error).cause).toBeDefined();
  });
});

describe('a server with users', () => {
  const PASSWORD = 'p@ss:w/ord%20';
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start('--user', 'alice', '--pass', PASSWORD);
  });
  afterAll(() => server.end());

  it.each([
    ['a wrong password', 'alice:wrong@'],
    ['an unknown user', `bob:${encodeURIComponent(PASSWORD)}@`],
    ['a missing password', 'alice@'],
    ['missing credentials', ''],
  ])('refuses %s', async (_name, credentials) => {
    const failure = await connect(`nats://${credentials}127.0.0.1:${server.port}`).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NatsRefusedError);
    expect((failure as Error).message).toContain(`127.0.0.1:${server.port}`);
    expect((failure as Error).message).not.toContain('wrong');
  });

  it('accepts a password with special characters of URLs, escaped or not', async () => {
    await connect(`nats://alice:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}`);
    const plain = await TestServer.start('--user', 'alice', '--pass', 'p@ss:w/ord%');
    try {
      await connect(`alice:p@ss:w/ord%@127.0.0.1:${plain.port}`);
    } finally {
      await plain.end();
    }
  });
});

describe('a server that restarts', () => {
  it('is reconnected to, and subscriptions continue', { timeout: 15_000 }, async () => {
    const server = await TestServer.start();
    try {
      const notices: string[] = [];
      const [subscriber, publisher] = [await connect(server.url, notices), await connect(server.url, notices)];
      const received: string[] = [];
      subscriber.subscribe('news', { callback: (_error, msg) => received.push(msg.string()) });
      await subscriber.flush();
      publisher.publish('news', 'before');
      await until(() => received.includes('before'));

      await server.kill();
      await until(() => notices.length === 2);
      await server.launch();
      await until(() => notices.length === 4);
      await Promise.all([subscriber.flush(), publisher.flush()]);
      publisher.publish('news', 'after');
      await until(() => received.includes('after'));
      const name = `the NATS server at 127.0.0.1:${server.port}`;
      const [lost, found] = [`warn: lost ${name}: trying to reconnect`, `info: connected to ${name} again`];
      expect(notices).toEqual([lost, lost, found, found]);
    } finally {
      await server.end();
    }
  });
});

describe.concurrent('a silent server', () => {
  it('is reported as unreachable within seconds', { timeout: 10_000 }, async () => {
    const { server, port } = await listening();
    const startedMs = performance.now();
    await expect(connect(`127.0.0.1:${port}`)).rejects.toThrow(NatsUnreachableError);
    expect(performance.now() - startedMs).toBeLessThan(8000);
    server.close();
  });

  // Larger than the socket buffers of both ends.
  const vector = Array.from({ length: 64 }, () => new Uint8Array(512 * 1024));
  it.each<[string, Uint8Array[]]>([
    ['no outbound data', []],
    ['an outbound vector', vector],
  ])('is detected within seconds on an open connection with %s', { timeout: 20_000 }, async (_, parts) => {
    const server = await TestServer.start();
    try {
      const notices: string[] = [];
      const connection = await connect(server.url, notices);
      server.signal('SIGSTOP');
      for (const part of parts) connection.publish('vector', part);
      await until(() => notices.some((notice) => notice.includes('lost')), 9000);
      server.signal('SIGCONT');
      await until(() => notices.some((notice) => notice.includes('again')), 9000);
      await connection.flush();
    } finally {
      await server.end();
    }
  });
});

describe('a permissions violation', () => {
  it('is reported with the operation and the subject', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-transport-'));
    const config = join(folder, 'limited.conf');
    writeFileSync(
      config,
      'authorization { users: [{ user: limited, password: x, permissions: { publish: "allowed" } }] }',
    );
    const limited = await TestServer.start('-c', config);
    try {
      const notices: string[] = [];
      const connection = await connect(`nats://limited:x@127.0.0.1:${limited.port}`, notices);
      connection.publish('forbidden.subject', 'x');
      await until(() => notices.length > 0);
      expect(notices[0]).toMatch(/warn: .*PERMISSIONS_VIOLATION.*publish on forbidden\.subject/);
    } finally {
      await limited.end();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the name of a server in messages', () => {
  it.each([
    ['nats://user:pass@host:4222', 'host:4222'],
    ['host', 'host'],
    ['tls://u:p@ss@a:1, nats://b:2', 'a:1, b:2'],
  ])('of %s is %s', (url, name) => expect(serverName(url)).toBe(name));
});
