/** A JetStream cluster of three servers on loopback. Each can be killed and started again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '@lockstep/native/testing';
import { connect, type NatsConnection, type StreamInfo } from 'nats';
import { startNats } from './programs.js';
import type { Program } from './processes.js';

const SERVERS = 3;
const PATIENCE_MS = 60_000;
const POLL_MS = 100;

export class NatsCluster {
  private readonly servers: (Program | undefined)[] = [];

  private constructor(
    private readonly dir: string,
    private readonly ports: readonly number[],
    private readonly routePorts: readonly number[],
  ) {}

  static async start(dir: string): Promise<NatsCluster> {
    const ports = await freePorts(2 * SERVERS);
    const cluster = new NatsCluster(dir, ports.slice(0, SERVERS), ports.slice(SERVERS));
    await Promise.all(cluster.ports.map((_, i) => cluster.launch(i)));
    await cluster.query(async (connection) => (await connection.jetstreamManager()).getAccountInfo());
    return cluster;
  }

  get url(): string {
    return this.ports.map((port) => `nats://127.0.0.1:${port}`).join(',');
  }

  get size(): number {
    return this.ports.length;
  }

  async launch(i: number): Promise<void> {
    const routes = this.routePorts.map((port) => `nats://127.0.0.1:${port}`).join(',');
    const own = `nats://127.0.0.1:${this.routePorts[i]}`;
    const cluster = ['--cluster_name', 'e2e', '--cluster', own, '--routes', routes];
    this.servers[i] = await startNats(`${this.dir}/${i}`, this.ports[i]!, ['--name', `n${i}`, ...cluster]);
  }

  async kill(i: number): Promise<void> {
    this.servers[i]?.signal('SIGKILL');
    await this.servers[i]?.ended();
  }

  async end(): Promise<void> {
    await Promise.all(this.servers.map((_, i) => this.kill(i)));
  }

  /** Number of the server that leads a stream. */
  async leaderOf(stream: string): Promise<number> {
    return Number((await this.stream(stream)).cluster?.leader?.slice(1));
  }

  /** Waits until every server has all messages of a stream. */
  async whole(stream: string): Promise<void> {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
      const { cluster } = await this.stream(stream);
      const current = cluster?.replicas?.filter((peer) => peer.current && !peer.offline) ?? [];
      if (cluster?.leader !== undefined && current.length === SERVERS - 1) return;
      await sleep(POLL_MS);
    }
    throw new Error(`${stream} is not on all servers within ${PATIENCE_MS / 1000} s`);
  }

  private async stream(name: string): Promise<StreamInfo> {
    return this.query(async (connection) => (await connection.jetstreamManager()).streams.info(name));
  }

  /** Repeats a query until it succeeds, because it fails during an election. */
  private async query<T>(question: (connection: NatsConnection) => Promise<T>): Promise<T> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    for (;;) {
      let connection: NatsConnection | undefined;
      try {
        connection = await connect({ servers: this.url.split(',') });
        return await question(connection);
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
        await sleep(POLL_MS);
      } finally {
        await connection?.close();
      }
    }
  }
}
