/** A JetStream cluster of NATS servers on the loopback interface. */
import { setTimeout } from 'node:timers/promises';
import { connectNats } from '../connection.js';
import { freePorts, TestServer } from '@lockstep/native/testing';

const START_TIMEOUT_MS = 20_000;

export class TestCluster {
  private constructor(readonly servers: readonly TestServer[]) {}

  /** Starts the cluster and waits until it has elected a JetStream leader. */
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
