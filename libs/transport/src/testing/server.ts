import { TestServer } from '@lockstep/native/testing';
import type { NatsConnection } from 'nats';
import { afterAll, beforeAll } from 'vitest';
import { connectNats } from '../connection.js';

/** Starts a NATS server and opens connections to it before the specs of a file, and closes them afterwards. */
export function useServer(connectionCount: number, ...serverArgs: string[]) {
  const nats = {} as { server: TestServer; connections: NatsConnection[]; connection: NatsConnection };
  beforeAll(async () => {
    nats.server = await TestServer.start(...serverArgs);
    const open = (_: unknown, i: number) => connectNats({ url: nats.server.url, name: `spec ${i}` });
    nats.connections = await Promise.all(Array.from({ length: connectionCount }, open));
    nats.connection = nats.connections[0]!;
  });
  afterAll(async () => {
    await Promise.all(nats.connections.map((connection) => connection.close()));
    await nats.server.end();
  });
  return nats;
}
