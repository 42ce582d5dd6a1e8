/** The configuration of the NATS server that a run starts: loopback only, one run, and one user per role. */
import { accountsConfig, LOCAL_POOL, quoted, ROLES, type Member, type Role } from '@lockstep/access';

export interface NatsSettings {
  run: string;
  /** -1 for a free port. */
  port: number;
  storeDir: string;
  portsDir: string;
  passwords: Record<Role, string>;
}

/** Returns the member of a role. All workers on this server are in the local pool. */
export function localMember(role: Role): Member {
  return role === 'worker' ? { role, pool: LOCAL_POOL } : { role };
}

export function natsServerConfig({ run, port, storeDir, portsDir, passwords }: NatsSettings): string {
  const users = ROLES.map((role) => ({ member: localMember(role), login: { user: role, password: passwords[role] } }));
  return [
    `listen: "127.0.0.1:${port}"`,
    `ports_file_dir: ${quoted(portsDir)}`,
    // JetStream acknowledges a message after it is on the disk. By default it syncs every two minutes.
    `jetstream { store_dir: ${quoted(storeDir)}, sync_interval: always }`,
    accountsConfig({ run, pools: [LOCAL_POOL], users }),
    '',
  ].join('\n');
}
