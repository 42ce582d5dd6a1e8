/** Options that several programs have in common. */
import { LOG_LEVELS } from './log.js';
import { flag, identifier, integer, oneOf, readableFile, text } from './parsers.js';

export const LOG_OPTIONS = {
  logLevel: {
    value: 'level',
    help: `one of ${LOG_LEVELS.join(', ')}`,
    default: 'info' as const,
    parse: oneOf(...LOG_LEVELS),
  },
  json: { help: 'log as JSON lines', default: false, parse: flag },
};

/** How a program authenticates to the NATS server and verifies it. */
export const NATS_SECRET_OPTIONS = {
  creds: {
    value: 'file',
    help: 'credentials for the NATS server: an NKEY seed that infra:credentials made, or a .creds file of nsc',
    default: undefined,
    defaultText: 'user and password of --nats-url, if any',
    parse: readableFile,
  },
  tlsCa: {
    value: 'file',
    help: 'certificate (PEM) of the CA that signed the certificate of the NATS server; requires TLS',
    default: undefined,
    defaultText: 'the CAs that Node trusts',
    parse: readableFile,
  },
  tlsCert: {
    value: 'file',
    help: 'certificate (PEM) of this program, for a NATS server that verifies its clients',
    default: undefined,
    defaultText: 'none',
    parse: readableFile,
  },
  tlsKey: {
    value: 'file',
    help: 'private key (PEM) of --tls-cert',
    default: undefined,
    defaultText: 'none',
    parse: readableFile,
  },
};

/** How a worker or a sampler finds its run. */
export const RUN_OPTIONS = {
  natsUrl: {
    value: 'url',
    help: 'NATS server of the run, nats://[user:password@]host:port (tls:// requires TLS)',
    default: 'nats://127.0.0.1:4222',
    parse: text,
  },
  ...NATS_SECRET_OPTIONS,
  run: { value: 'id', help: 'run to join', default: undefined, defaultText: 'the run that answers', parse: identifier },
  patience: { value: 'seconds', help: 'how long to wait for a run to answer', default: 600, parse: integer(1, 1e6) },
};
