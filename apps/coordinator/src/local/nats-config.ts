/** The configuration of our own NATS server: loopback only, one run, and a user with a random password for each role. */
import { accountsConfig, LOCAL_POOL, quoted, ROLES, type Member, type Role } from '@lockstep/access';

export interface NatsSettings {
  run: string;
  /** -1 for a free one. */
  port: number;
  storeDir: string;
  portsDir: string;
  passwords: Record<Role, string>;
}

/** Who a role is on a server where all workers are our own. */
export function localMember(role: Role): Member {
  return role === 'worker' ? { role, pool: LOCAL_POOL } : { role };
}

export function natsServerConfig({ run, port, storeDir, portsDir, passwords }: NatsSettings): string {
  const users = ROLES.map((role) => ({ member: localMember(role), login: { user: role, password: passwords[role] } }));
  return [
    `listen: "127.0.0.1:${port}"`,
    `ports_file_dir: ${quoted(portsDir)}`,
    // What JetStream acknowledges is on the disk: its default is to sync every two minutes.
    `jetstream { store_dir: ${quoted(storeDir)}, sync_interval: always }`,
    accountsConfig({ run, pools: [LOCAL_POOL], users }),
    '',
  ].join('\n');
}
