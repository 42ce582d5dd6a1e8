/** One or three real NATS servers with the files of `infra:credentials`, and connections with its credentials. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inboxPrefix, quoted } from '@lockstep/access';
import { locateNatsServer } from '@lockstep/native';
import { freePorts, until } from '@lockstep/native/testing';
import { connectNats, type NatsSecrets } from '@lockstep/transport';
import { credentialsOf } from '../credential.js';
import { LEAF_FILE } from '../leaf-config.js';
import { CREDENTIAL_FILES, makeCluster } from '../make.js';
import { CLUSTER_PORT_OFFSET, COMMAND_LINE, type CredentialsConfig, type ServerAddress } from '../config.js';

export type Connection = Awaited<ReturnType<typeof connectNats>>;

/** The default options with changes. */
export function defaultConfig(changes: Partial<CredentialsConfig>): CredentialsConfig {
  const defaults = Object.entries(COMMAND_LINE.options).map(([key, option]) => [key, option.default]);
  return { ...(Object.fromEntries(defaults) as CredentialsConfig), ...changes };
}

export class SecuredCluster {
  private readonly processes: ChildProcess[] = [];
  private readonly opened: Connection[] = [];
  private readonly log: string[] = [];

  private constructor(
    private readonly folder: string,
    private readonly config: CredentialsConfig,
    private readonly servers: readonly ServerAddress[],
  ) {}

  static async start(changes: Partial<CredentialsConfig> = {}): Promise<SecuredCluster> {
    // The configuration has to escape the quotes and the backslash in this path.
    const folder = mkdtempSync(join(tmpdir(), 'lockstep "infra" \\ '));
    const [port = 0, ...ports] = await freePorts(1 + (changes.servers ?? 1));
    const hosts = ports.map((own) => `127.0.0.1:${own}`);
    const config = defaultConfig({ out: join(folder, 'made'), hosts, port, pools: ['a', 'b'], ...changes });
    const cluster = new SecuredCluster(folder, config, await makeCluster(config, Date.now()));
    for (const { name } of cluster.servers) cluster.launch(join(cluster.out, 'servers', name, 'nats.conf'));
    try {
      await cluster.ready(cluster.servers.length);
    } catch (error) {
      await cluster.end();
      throw error;
    }
    return cluster;
  }

  get out(): string {
    return this.config.out;
  }

  get url(): string {
    return this.servers.map((_, i) => this.urlOf(i)).join(',');
  }

  private urlOf(server: number): string {
    const { host, port } = this.servers[server]!;
    return `tls://${host}:${port}`;
  }

  async kill(server: number): Promise<void> {
    const process = this.processes[server]!;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, 'exit');
    process.kill('SIGKILL');
    await exited;
  }

  /** Restarts a server with its current configuration. */
  async restart(server: number): Promise<void> {
    await this.kill(server);
    const before = this.log.length;
    this.processes[server] = this.spawn(join(this.out, 'servers', this.servers[server]!.name, 'nats.conf'));
    await until(() => this.log.slice(before).join('').includes('Server is ready'));
  }

  /** Starts the leaf node of a pool, and waits until it has joined the cluster. Returns the URL for workers. */
  async startLeaf(pool: string): Promise<string> {
    const before = this.log.length;
    this.launch(join(this.out, 'credentials', `worker-${pool}`, LEAF_FILE));
    await until(() => /JetStream using domains/.test(this.log.slice(before).join('')));
    return `nats://127.0.0.1:${this.config.port}`;
  }

  /** Connects a worker without a key to a leaf node. */
  async connectByLeaf(url: string, pool: string, notices: string[] = []): Promise<Connection> {
    const onNotice = (_level: string, message: string) => notices.push(message);
    const prefix = inboxPrefix({ role: 'worker', pool });
    const connection = await connectNats({ url, name: 'leaf', inboxPrefix: prefix, onNotice });
    this.opened.push(connection);
    return connection;
  }

  /** Starts a server that tries to join the cluster with the certificate of a credential. Returns its log. */
  async startStranger(name: string): Promise<string> {
    const dir = join(this.out, 'credentials', name);
    const [port = 0] = await freePorts(1);
    const files = `cert_file: ${quoted(join(dir, 'client.pem'))}, key_file: ${quoted(join(dir, 'client.key'))}, ca_file: ${quoted(join(dir, 'ca.pem'))}`;
    const { host, port: target } = this.servers[0]!;
    const route = `nats://route:guess@${host}:${target + CLUSTER_PORT_OFFSET}`;
    const config = join(this.folder, 'stranger.conf');
    writeFileSync(
      config,
      `server_name: stranger\nlisten: "127.0.0.1:${port}"\ncluster { name: lockstep, listen: "127.0.0.1:-1", tls { ${files} }, routes: ["${route}"] }\n`,
    );
    const before = this.log.length;
    this.launch(config);
    const logSince = () => this.log.slice(before).join('');
    await until(() => /Router connection closed|Route.*(violation|error)/i.test(logSince()));
    return logSince();
  }

  /** Makes the servers reload their configuration, as `nats-server --signal reload` does. */
  reload(server?: number): void {
    for (const [i, process] of this.processes.entries())
      if (server === undefined || i === server) process.kill('SIGHUP');
  }

  /**
   * @param changes replaces files of the credential
   * @param server index of the server; any server by default
   */
  async connect(name: string, notices: string[] = [], changes: NatsSecrets = {}, server?: number): Promise<Connection> {
    const { member } = credentialsOf(this.config.pools).find((credential) => credential.name === name)!;
    const connection = await connectNats({
      url: server === undefined ? this.url : this.urlOf(server),
      name,
      inboxPrefix: inboxPrefix(member),
      secrets: { ...this.secretsOf(name), ...changes },
      onNotice: (_level, message) => notices.push(message),
    });
    this.opened.push(connection);
    return connection;
  }

  secretsOf(name: string): NatsSecrets {
    const file = (kind: keyof typeof CREDENTIAL_FILES) => join(this.out, 'credentials', name, CREDENTIAL_FILES[kind]);
    return {
      creds: file('nkey'),
      tlsCa: file('ca'),
      ...(this.config.mutualTls ? { tlsCert: file('certificate'), tlsKey: file('key') } : {}),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.opened.map((connection) => connection.close()));
    for (const i of this.processes.keys()) await this.kill(i);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private launch(config: string): void {
    this.processes.push(this.spawn(config));
  }

  private spawn(config: string): ChildProcess {
    const process = spawn(locateNatsServer(), ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
    process.stderr.setEncoding('utf8').on('data', (text: string) => this.log.push(text));
    return process;
  }

  private async ready(servers: number): Promise<void> {
    const isReady = () => this.log.join('').split('Server is ready').length > servers;
    await until(isReady).catch((cause: unknown) => {
      throw new Error(`nats-server did not start:\n${this.log.join('')}`, { cause });
    });
  }
}
