/** Files that say to a NATS server who we are, and to us that it is the right one. */
import { readFileSync } from 'node:fs';
import { credsAuthenticator, nkeyAuthenticator, type ConnectionOptions } from 'nats';
import { SecretFileError } from './errors.js';

/** Paths of files; undefined for what the server does not ask for. */
export interface NatsSecrets {
  /** An NKEY's seed, or a JWT with its seed as `nsc` writes them. */
  creds?: string | undefined;
  /** Certificates (PEM) of those who may vouch for the server; those that Node trusts when there is none. */
  tlsCa?: string | undefined;
  /** Our own certificate and its key (PEM), for a server that verifies its clients. */
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
}

/** @throws SecretFileError for a file that cannot be read or holds something else */
export function secretOptions({ creds, tlsCa, tlsCert, tlsKey }: NatsSecrets): ConnectionOptions {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new SecretFileError(
      'a certificate of our own needs its key: give both --tls-cert and --tls-key (LOCKSTEP_TLS_CERT, LOCKSTEP_TLS_KEY), or neither',
    );
  }
  const tls = {
    ...(tlsCa === undefined ? {} : { ca: readPem('--tls-ca', tlsCa, 'CERTIFICATE') }),
    ...(tlsCert === undefined ? {} : { cert: readPem('--tls-cert', tlsCert, 'CERTIFICATE') }),
    ...(tlsKey === undefined ? {} : { key: readPem('--tls-key', tlsKey, 'PRIVATE KEY') }),
  };
  return {
    ...(creds === undefined ? {} : { authenticator: authenticatorOf(creds) }),
    // Without this a server that says that it has no TLS would be believed.
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  };
}

/** Reads the file again for each connection, so that a key that was renewed is used as soon as the old one is refused. */
function authenticatorOf(path: string): NonNullable<Exclude<ConnectionOptions['authenticator'], unknown[]>> {
  let read = readCreds(path);
  return (nonce) => {
    try {
      read = readCreds(path);
    } catch {
      // Somebody is writing it; the last one has to do.
    }
    return read(nonce);
  };
}

function readCreds(path: string) {
  const text = readSecret('--creds', path);
  const bytes = new TextEncoder().encode(text);
  const authenticator = /BEGIN NATS USER JWT/.test(text)
    ? credsAuthenticator(bytes)
    : nkeyAuthenticator(new TextEncoder().encode(text.trim()));
  try {
    authenticator('nonce');
  } catch (cause) {
    throw new SecretFileError(
      `--creds (LOCKSTEP_CREDS): ${path} holds neither an NKEY's seed (SU…) nor a JWT with one: give a file that infra:credentials or nsc has made`,
      { cause },
    );
  }
  return authenticator;
}

function readPem(option: string, path: string, what: string): string {
  const text = readSecret(option, path);
  if (text.includes(`${what}-----`)) return text;
  throw new SecretFileError(`${option}: ${path} holds no ${what.toLowerCase()} in PEM form: give another file`);
}

function readSecret(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SecretFileError(`${option}: ${path} cannot be read (${why}): give a file that is there and is ours`, {
      cause,
    });
  }
}
