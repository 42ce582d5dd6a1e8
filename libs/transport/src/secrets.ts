/** Files with keys and certificates, which authenticate the client and the NATS server. */
import { readFileSync } from 'node:fs';
import { credsAuthenticator, nkeyAuthenticator, type ConnectionOptions } from 'nats';
import { SecretFileError } from './errors.js';

/** Paths of files; undefined if the server does not require them. */
export interface NatsSecrets {
  /** An NKEY's seed, or a JWT and its seed as written by `nsc`. */
  creds?: string | undefined;
  /** Certificates (PEM) of the CAs that may sign the server's certificate. Node's CAs by default. */
  tlsCa?: string | undefined;
  /** Our certificate and its key (PEM), for a server that verifies clients. */
  tlsCert?: string | undefined;
  tlsKey?: string | undefined;
}

/** @throws SecretFileError for a file that cannot be read or holds something else */
export function secretOptions({ creds, tlsCa, tlsCert, tlsKey }: NatsSecrets): ConnectionOptions {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new SecretFileError(
      'a client certificate needs its key: give both --tls-cert and --tls-key (LOCKSTEP_TLS_CERT, LOCKSTEP_TLS_KEY), or neither',
    );
  }
  const tls = {
    ...(tlsCa === undefined ? {} : { ca: readPem('--tls-ca', tlsCa, 'CERTIFICATE') }),
    ...(tlsCert === undefined ? {} : { cert: readPem('--tls-cert', tlsCert, 'CERTIFICATE') }),
    ...(tlsKey === undefined ? {} : { key: readPem('--tls-key', tlsKey, 'PRIVATE KEY') }),
  };
  return {
    ...(creds === undefined ? {} : { authenticator: authenticatorOf(creds) }),
    // With this option the client refuses a server that does not offer TLS.
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
  };
}

/** Returns an authenticator that reads the file for each connection, so that a reconnect uses a renewed key. */
function authenticatorOf(path: string): NonNullable<Exclude<ConnectionOptions['authenticator'], unknown[]>> {
  let read = readCreds(path);
  return (nonce) => {
    try {
      read = readCreds(path);
    } catch {
      // The file may be incomplete while another process writes it, so the last valid key is used.
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
      `--creds (LOCKSTEP_CREDS): ${path} holds neither an NKEY's seed (SU…) nor a JWT with one: give a file made by infra:credentials or nsc`,
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
    throw new SecretFileError(`${option}: ${path} cannot be read (${why}): give a file that exists and is readable`, {
      cause,
    });
  }
}
