/** How every program says who it is to the NATS server, and how it knows that server. */
import type { OptionSpec } from './options.js';
import { readableFile } from './parsers.js';

export const NATS_SECRET_OPTIONS = {
  creds: {
    value: 'file',
    help: 'who we are to the NATS server: an NKEY seed that infra:credentials made, or a .creds file of nsc',
    default: undefined,
    defaultText: 'user and password of --nats-url, if any',
    parse: readableFile,
  },
  tlsCa: {
    value: 'file',
    help: 'certificate (PEM) of whoever vouches for the NATS server; TLS is insisted on',
    default: undefined,
    defaultText: 'those that Node trusts',
    parse: readableFile,
  },
  tlsCert: {
    value: 'file',
    help: 'our own certificate (PEM), for a NATS server that verifies its clients',
    default: undefined,
    defaultText: 'none',
    parse: readableFile,
  },
  tlsKey: {
    value: 'file',
    help: 'key of --tls-cert (PEM)',
    default: undefined,
    defaultText: 'none',
    parse: readableFile,
  },
} satisfies Record<string, OptionSpec<string | undefined>>;

/** What {@link NATS_SECRET_OPTIONS} are read to. */
export type NatsSecretValues = Record<keyof typeof NATS_SECRET_OPTIONS, string | undefined>;

/** The options themselves, for those who say what each of theirs is read to. */
export type NatsSecretSpecs = Record<keyof typeof NATS_SECRET_OPTIONS, OptionSpec<string | undefined>>;
