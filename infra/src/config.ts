/** Options of `infra:credentials`. */
import { resolve } from 'node:path';
import {
  defineCommandLine,
  flag,
  identifier,
  integer,
  text,
  UsageError,
  type OptionSpec,
  type OptionValues,
} from '@lockstep/cli';

const options = {
  out: { value: 'dir', help: 'folder to make; holds secrets', default: 'credentials', parse: text },
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
    help: 'further names and addresses of the servers, for all their certificates',
    default: [],
    defaultText: 'none',
    parse: list,
  },
  pools: {
    value: 'list',
    help: 'pools of workers, each with a key and an account of its own',
    default: ['default'],
    defaultText: 'default',
    parse: (value) => list(value).map(identifier),
  },
  port: { value: 'port', help: 'port of a server whose host names none', default: 4222, parse: integer(1, 60_000) },
  mutualTls: {
    help: 'servers admit only clients with a certificate of this CA, and each role gets one',
    default: false,
    parse: flag,
  },
  leaf: {
    help: 'servers admit leaf nodes of workers, and each pool gets the configuration of one',
    default: false,
    parse: flag,
  },
  serverDir: {
    value: 'dir',
    help: "where each server's files will lie on its machine",
    default: undefined,
    defaultText: 'where they are made',
    parse: text,
  },
  credentialDir: {
    value: 'dir',
    help: "with --leaf: where a pool's files will lie on its machines",
    default: undefined,
    defaultText: 'where they are made',
    parse: text,
  },
  storeDir: {
    value: 'dir',
    help: 'where each server keeps its data',
    default: undefined,
    defaultText: 'jetstream, beside its files',
    parse: text,
  },
  days: { value: 'n', help: 'how long the certificates hold', default: 825, parse: integer(1, 36_500) },
} satisfies {
  out: OptionSpec<string>;
  servers: OptionSpec<1 | 3>;
  hosts: OptionSpec<string[]>;
  names: OptionSpec<string[]>;
  pools: OptionSpec<string[]>;
  port: OptionSpec<number>;
  mutualTls: OptionSpec<boolean>;
  leaf: OptionSpec<boolean>;
  serverDir: OptionSpec<string | undefined>;
  credentialDir: OptionSpec<string | undefined>;
  storeDir: OptionSpec<string | undefined>;
  days: OptionSpec<number>;
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
    'See infra/nats/README.md for what goes to which machine, and infra:revoke for a key that was stolen.',
});

export type CredentialsConfig = OptionValues<typeof options>;

/** Between servers, and for leaf nodes: as far from the port of clients as NATS's own defaults are. */
export const CLUSTER_PORT_OFFSET = 2000;
export const LEAF_PORT_OFFSET = 3200;

export interface ServerAddress {
  /** Name of the server in its cluster. */
  name: string;
  host: string;
  port: number;
}

/** @throws UsageError for values that are fine each but not together */
export function addressesOf({ servers, hosts, port, pools }: CredentialsConfig): ServerAddress[] {
  if (hosts.length !== servers) {
    throw new UsageError(
      `--hosts names ${hosts.length} server(s) and --servers=${servers}: name one host for each, and further names of a server with --names`,
    );
  }
  const twice = pools.find((pool, i) => pools.indexOf(pool) !== i);
  if (twice !== undefined) throw new UsageError(`--pools names "${twice}" twice: give each pool a name of its own`);
  const addresses = hosts.map((host, i) => ({ name: `nats-${i + 1}`, ...hostAndPort(host, port) }));
  if (new Set(addresses.map(({ host, port: own }) => `${host}:${own}`)).size !== addresses.length) {
    throw new UsageError('--hosts names a server twice: give each its own host, or its own port');
  }
  return addresses;
}

function hostAndPort(text_: string, port: number): { host: string; port: number } {
  const [, host = '', own] = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text_) ?? [];
  if (host === '' || Number(own ?? port) > 60_000 || Number(own ?? port) < 1) {
    throw new UsageError(`--hosts: "${text_}" is no host or host:port with a port up to 60000`);
  }
  return { host, port: Number(own ?? port) };
}

/** Where a server's files will be when it reads them. */
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
