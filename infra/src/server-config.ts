/** The configuration of a NATS server of a cluster, as text. */
import { join } from 'node:path';
import { ANY_RUN, accountsConfig, quoted } from '@lockstep/access';
import type { Cluster } from './cluster-file.js';
import { CLUSTER_PORT_OFFSET, LEAF_PORT_OFFSET, type ServerAddress } from './config.js';
import { HUB_DOMAIN } from './leaf-config.js';

export const SERVER_FILES = {
  config: 'nats.conf',
  accounts: 'accounts.conf',
  ca: 'ca.pem',
  certificate: 'server.pem',
  key: 'server.key',
} as const;

export interface ServerSettings {
  self: ServerAddress;
  /** All servers of the cluster, including `self`. */
  servers: readonly ServerAddress[];
  /** Folder of its files on its machine. */
  dir: string;
  storeDir: string;
  mutualTls: boolean;
  leaf: boolean;
  /** Password between servers, because clients have certificates of the same CA. */
  routePassword: string;
}

export function serverConfig(settings: ServerSettings): string {
  const { self, servers, dir, storeDir, mutualTls, leaf } = settings;
  return [
    `server_name: ${self.name}`,
    `listen: "${listenOn(self, 0)}"`,
    // Parts of vectors have at most 512 KiB. All servers and leaf nodes need the same limit.
    'max_payload: 1MB',
    tls(dir, mutualTls),
    // Sync before each acknowledgement. JetStream's default is to sync every two minutes.
    `jetstream { store_dir: ${quoted(storeDir)}, sync_interval: always${leaf ? `, domain: ${HUB_DOMAIN}` : ''} }`,
    ...(servers.length > 1 ? [cluster(settings)] : []),
    ...(leaf ? [`leafnodes {\n  listen: "${listenOn(self, LEAF_PORT_OFFSET)}"\n  ${tls(dir, mutualTls)}\n}`] : []),
    `include ${SERVER_FILES.accounts}`,
    '',
  ].join('\n');
}

/** The public keys that servers admit, and their rights. */
export function accountsFile({ pools, credentials, leaf }: Cluster): string {
  const users = credentials.map(({ member, publicKey }) => ({ member, login: { nkey: publicKey } }));
  return `${accountsConfig({ run: ANY_RUN, pools, users, jetStreamDomain: leaf && HUB_DOMAIN })}\n`;
}

function cluster({ self, servers, dir, routePassword }: ServerSettings): string {
  const routes = servers
    .filter(({ name }) => name !== self.name)
    .map(({ host, port }) => quoted(`nats://route:${routePassword}@${host}:${port + CLUSTER_PORT_OFFSET}`));
  return [
    'cluster {',
    '  name: lockstep',
    `  listen: "${listenOn(self, CLUSTER_PORT_OFFSET)}"`,
    `  authorization { user: route, password: ${quoted(routePassword)}, timeout: 5 }`,
    `  ${tls(dir, true)}`,
    `  routes: [${routes.join(', ')}]`,
    '}',
  ].join('\n');
}

function tls(dir: string, verify: boolean): string {
  const file = (name: keyof typeof SERVER_FILES) => quoted(join(dir, SERVER_FILES[name]));
  const files = `cert_file: ${file('certificate')}, key_file: ${file('key')}, ca_file: ${file('ca')}`;
  return `tls { ${files}, verify: ${verify}, timeout: 5 }`;
}

/** A server with a loopback address listens on loopback only. */
function listenOn({ host, port }: ServerAddress, offset: number): string {
  return `${/^(127\.|localhost$|\[::1\]$)/.test(host) ? host : '0.0.0.0'}:${port + offset}`;
}
