/** Options of `infra:credentials`. */
import { resolve } from 'node:path';
import { defineCommandLine, flag, identifier, integer, text, UsageError, type OptionValues } from '@lockstep/cli';

const options = {
  out: { value: 'dir', help: 'new folder for the secrets', default: 'credentials', parse: text },
  servers: { value: 'n', help: '1 server, or a cluster of 3', default: 1, parse: oneOrThree },
  hosts: {
    value: 'list',
    help: 'host or host:port of each server as clients reach it, separated by commas',
    default: ['127.0.0.1'],
    defaultText: '127.0.0.1',
    parse: list,
  },
  names: {
    value: 'list',
    help: 'further names and addresses for the certificates of all servers',
    default: [],
    defaultText: 'none',
    parse: list,
  },
  pools: {
    value: 'list',
    help: 'pools of workers, each with its own key and account',
    default: ['default'],
    defaultText: 'default',
    parse: (value: string) => list(value).map(identifier),
  },
  port: { value: 'port', help: 'port of servers for which --hosts has none', default: 4222, parse: integer(1, 60_000) },
  mutualTls: {
    help: 'servers admit only clients with a certificate of this CA, and each role gets one',
    default: false,
    parse: flag,
  },
  leaf: {
    help: 'servers admit leaf nodes of workers, and each pool gets the configuration of a leaf node',
    default: false,
    parse: flag,
  },
  serverDir: {
    value: 'dir',
    help: "folder of each server's files on its machine",
    default: undefined,
    defaultText: 'where they are made',
    parse: text,
  },
  credentialDir: {
    value: 'dir',
    help: "with --leaf: folder of a pool's files on its machines",
    default: undefined,
    defaultText: 'where they are made',
    parse: text,
  },
  storeDir: {
    value: 'dir',
    help: "folder of each server's data",
    default: undefined,
    defaultText: 'jetstream, beside its files',
    parse: text,
  },
  days: { value: 'n', help: 'validity of the certificates in days', default: 825, parse: integer(1, 36_500) },
};

export const COMMAND_LINE = defineCommandLine({
  name: 'credentials',
  description:
    'Makes a CA, certificates, a key for each role and the configuration of one NATS server or a cluster of three.',
  options,
  epilogue:
    'Examples:\n' +
    '  npx nx run infra:credentials --out=secrets --hosts=nats.example\n' +
    '  npx nx run infra:credentials --out=secrets --servers=3 --hosts=a.example,b.example,c.example --mutual-tls\n' +
    'infra/nats/README.md explains which machine gets which files. For a stolen key, see infra:revoke.',
});

export type CredentialsConfig = OptionValues<typeof options>;

/** The ports for servers and for leaf nodes, relative to the port for clients. The distances are those of NATS's defaults. */
export const CLUSTER_PORT_OFFSET = 2000;
export const LEAF_PORT_OFFSET = 3200;

export interface ServerAddress {
  /** Name of the server in its cluster. */
  name: string;
  host: string;
  port: number;
}

/** @throws UsageError for values that do not fit each other */
export function addressesOf({ servers, hosts, port, pools }: CredentialsConfig): ServerAddress[] {
  if (hosts.length !== servers) {
    throw new UsageError(
      `--hosts names ${hosts.length} server(s) and --servers=${servers}: give one host for each server, and further names with --names`,
    );
  }
  const twice = pools.find((pool, i) => pools.indexOf(pool) !== i);
  if (twice !== undefined) throw new UsageError(`--pools names "${twice}" twice: give each pool another name`);
  const addresses = hosts.map((host, i) => ({ name: `nats-${i + 1}`, ...hostAndPort(host, port) }));
  if (new Set(addresses.map(({ host, port: own }) => `${host}:${own}`)).size !== addresses.length) {
    throw new UsageError('--hosts names a server twice: give each server another host or port');
  }
  return addresses;
}

function hostAndPort(address: string, port: number): { host: string; port: number } {
  const [, host = '', own] = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(address) ?? [];
  if (host === '' || Number(own ?? port) > 60_000 || Number(own ?? port) < 1) {
    throw new UsageError(`--hosts: "${address}" is not a host or host:port with a port up to 60000`);
  }
  return { host, port: Number(own ?? port) };
}

/** The folder of a server's files on its machine. */
export function serverDirOf({ out, serverDir }: CredentialsConfig, name: string): string {
  return serverDir ?? resolve(out, 'servers', name);
}

function oneOrThree(value: string): 1 | 3 {
  if (value === '1') return 1;
  if (value === '3') return 3;
  throw new Error('expected 1 or 3');
}

function list(value: string): string[] {
  const items = value.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw new Error('expected names separated by commas');
  return items;
}
