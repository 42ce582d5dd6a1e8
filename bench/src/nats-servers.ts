/** The NATS servers of a measurement: one, or a cluster of three. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locateNatsServer, natsServerEnvironment } from '@lockstep/native';
import { freePorts } from '@lockstep/native/testing';
import { connectNats } from '@lockstep/transport';
import { Program } from './program.js';

const LOOPBACK = '127.0.0.1';
const POLL_MS = 100;
const PATIENCE_MS = 60_000;

interface Server {
  name: string;
  args: string[];
  program: Program;
}

export class NatsServers {
  private constructor(
    private readonly servers: Server[],
    private readonly dir: string,
    private readonly signal: AbortSignal,
    /** The URLs of all servers. */
    readonly url: string,
  ) {}

  /** @param count 1, or 3 for a cluster */
  static async start(count: number, dir: string, signal: AbortSignal): Promise<NatsServers> {
    const ports = await freePorts(2 * count);
    const clients = ports.slice(0, count);
    const routes = ports.slice(count).map((port) => `nats://${LOOPBACK}:${port}`);
    const servers = clients.map((port, i) => {
      const name = `nats-${i + 1}`;
      const own = ['-a', LOOPBACK, '-p', String(port), '-n', name, '-js', '-sd', join(dir, name)];
      const cluster = ['--cluster_name', 'bench', '--cluster', routes[i]!, '--routes', routes.join(',')];
      const args = count === 1 ? own : [...own, ...cluster];
      return { name, args, program: launch(name, args, dir, signal) };
    });
    const url = clients.map((port) => `nats://${LOOPBACK}:${port}`).join(',');
    const all = new NatsServers(servers, dir, signal, url);
    await Promise.all(servers.map(({ program }) => program.until('message that it is ready', () => ready(program))));
    return all;
  }

  /** Name of the server that leads a key-value bucket's stream. */
  async leaderOf(bucket: string): Promise<string> {
    return (await this.streamOf(bucket)).leader;
  }

  /** Kills a server. */
  kill(name: string): void {
    this.named(name).program.signal('SIGKILL');
  }

  /** Restarts a server, and waits until its replica of a bucket's stream is current. */
  async restart(name: string, bucket: string): Promise<void> {
    const server = this.named(name);
    await server.program.ended;
    server.program = launch(name, server.args, this.dir, this.signal);
    await server.program.until('message that it is ready', () => ready(server.program));
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
      const current = await this.streamOf(bucket).catch(() => undefined);
      if (current?.isCurrent) return;
      await sleep(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map(({ program }) => program.stop()));
  }

  private async streamOf(bucket: string): Promise<{ leader: string; isCurrent: boolean }> {
    const connection = await connectNats({ url: this.url, name: 'lockstep bench' });
    try {
      const { cluster } = await (await connection.jetstreamManager()).streams.info(`KV_${bucket}`);
      const replicas = cluster?.replicas ?? [];
      const isCurrent = replicas.every(({ current, offline }) => current && !offline);
      return { leader: cluster?.leader ?? '', isCurrent: isCurrent && replicas.length === this.servers.length - 1 };
    } finally {
      await connection.close();
    }
  }

  private named(name: string): Server {
    const server = this.servers.find((each) => each.name === name);
    if (!server) throw new RangeError(`there is no server "${name}"`);
    return server;
  }
}

function launch(name: string, args: readonly string[], cwd: string, signal: AbortSignal): Program {
  return new Program(name, locateNatsServer(), args, { cwd, env: natsServerEnvironment(), signal });
}

function ready({ lastLines }: Program): true | undefined {
  return lastLines.some((line) => line.includes('Server is ready')) || undefined;
}
