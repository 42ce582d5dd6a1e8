/** A JetStream cluster of real servers on loopback. */
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { connectNats } from '../connection.js';
import { TestServer } from './nats-server.js';

const START_TIMEOUT_MS = 20_000;

export class TestCluster {
  private constructor(readonly servers: readonly TestServer[]) {}

  /** Starts it and waits until it has elected a leader for JetStream. */
  static async start(size: number): Promise<TestCluster> {
    const ports = await freePorts(size);
    const routes = ports.map((port) => `nats://127.0.0.1:${port}`).join(',');
    const start = (port: number, i: number) => {
      const cluster = ['--cluster_name', 'spec', '--cluster', `nats://127.0.0.1:${port}`, '--routes', routes];
      return TestServer.start('-js', '--name', `n${i}`, ...cluster);
    };
    const cluster = new TestCluster(await Promise.all(ports.map(start)));
    await cluster.ready();
    return cluster;
  }

  get url(): string {
    return this.servers.map(({ url }) => url).join(',');
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.end()));
  }

  private async ready(): Promise<void> {
    const connection = await connectNats({ url: this.url, name: 'spec' });
    const deadlineMs = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await (await connection.jetstreamManager()).getAccountInfo();
        return await connection.close();
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
        await setTimeout(100);
      }
    }
  }
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(async (server) => {
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port was free');
      return address.port;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
