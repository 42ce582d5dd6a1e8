/** A real nats-server with the configuration of our embedded one, and connections of its roles. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inboxPrefix, type Role } from '@lockstep/access';
import { locateNatsServer } from '@lockstep/native';
import { connectNats } from '@lockstep/transport';
import { localMember, natsServerConfig } from '../local/nats-config.js';

export type Connection = Awaited<ReturnType<typeof connectNats>>;

const START_TIMEOUT_MS = 10_000;
const POLL_MS = 10;
const PASSWORDS: Record<Role, string> = {
  coordinator: 'secret-of-the-coordinator',
  worker: 'secret-of-the-workers',
  sampler: 'secret-of-the-sampler',
  client: 'secret-of-the-clients',
  operator: 'secret-of-the-operator',
};

export class SecuredServer {
  private readonly opened: Connection[] = [];

  private constructor(
    private readonly folder: string,
    private readonly process: ChildProcess,
    readonly address: string,
  ) {}

  static async start(run: string): Promise<SecuredServer> {
    // A folder with quotes and backslashes: the configuration has to escape them.
    const folder = mkdtempSync(join(tmpdir(), 'lockstep "nats" \\ '));
    const portsDir = join(folder, 'ports');
    mkdirSync(portsDir);
    const settings = { run, port: -1, storeDir: join(folder, 'jetstream'), portsDir, passwords: PASSWORDS };
    writeFileSync(join(folder, 'nats.conf'), natsServerConfig(settings));
    const process = spawn(locateNatsServer(), ['-c', join(folder, 'nats.conf')], { stdio: 'ignore' });
    for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
      const [file] = readdirSync(portsDir).filter((name) => name.endsWith('.ports'));
      const address = file && /nats:\/\/(127\.0\.0\.1:\d+)/.exec(readFileSync(join(portsDir, file), 'utf8'))?.[1];
      if (address) return new SecuredServer(folder, process, address);
      await setTimeout(POLL_MS);
    }
    process.kill('SIGKILL');
    throw new Error('nats-server did not come up with our configuration');
  }

  /** Connects like the program of a role does. What the server refuses later is added to `notices`. */
  async connect(role: Role, notices: string[] = []): Promise<Connection> {
    const connection = await connectNats({
      url: `nats://${role}:${PASSWORDS[role]}@${this.address}`,
      name: role,
      inboxPrefix: inboxPrefix(localMember(role)),
      onNotice: (_level, message) => notices.push(message),
    });
    this.opened.push(connection);
    return connection;
  }

  async end(): Promise<void> {
    await Promise.all(this.opened.map((connection) => connection.close()));
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until `condition` holds. @throws Error after 10 s */
export async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += POLL_MS) {
    if (waitedMs > START_TIMEOUT_MS) throw new Error(`not within ${START_TIMEOUT_MS} ms: ${condition.toString()}`);
    await setTimeout(POLL_MS);
  }
}
