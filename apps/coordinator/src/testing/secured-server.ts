/** A real nats-server with the configuration of the server that a run starts, and connections of its roles. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inboxPrefix, type Role } from '@lockstep/access';
import { TestServer } from '@lockstep/native/testing';
import { connectNats, type NatsConnection } from '@lockstep/transport';
import { localMember, natsServerConfig } from '../local/nats-config.js';

const PASSWORDS: Record<Role, string> = {
  coordinator: 'secret-of-the-coordinator',
  worker: 'secret-of-the-workers',
  sampler: 'secret-of-the-sampler',
  client: 'secret-of-the-clients',
  operator: 'secret-of-the-operator',
};

export class SecuredServer {
  private readonly opened: NatsConnection[] = [];

  private constructor(
    private readonly folder: string,
    private readonly server: TestServer,
  ) {}

  static async start(run: string): Promise<SecuredServer> {
    // The configuration must escape the quotes and the backslash in the folder's name.
    const folder = mkdtempSync(join(tmpdir(), 'lockstep "nats" \\ '));
    const settings = { run, port: -1, storeDir: join(folder, 'jetstream'), portsDir: folder, passwords: PASSWORDS };
    writeFileSync(join(folder, 'nats.conf'), natsServerConfig(settings));
    return new SecuredServer(folder, await TestServer.start('-c', join(folder, 'nats.conf')));
  }

  get address(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** Connects as the program of a role does. Later notices of the server are added to `notices`. */
  async connect(role: Role, notices: string[] = []): Promise<NatsConnection> {
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
    await this.server.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
