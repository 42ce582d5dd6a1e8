/** Errors of the NATS server and of its object store and keys. Each message states what to do. */
import { UserError } from '@lockstep/errors';

export class NatsUnreachableError extends UserError {
  constructor(server: string, options?: { cause?: unknown }) {
    super(
      `no NATS server answers at ${server}: start one there, correct --nats-url (LOCKSTEP_NATS_URL), or omit it so that the coordinator starts its own`,
      options,
    );
  }
}

export class NatsRefusedError extends UserError {
  constructor(server: string, options?: { cause?: unknown }) {
    super(
      `the NATS server at ${server} refuses these credentials: check LOCKSTEP_CREDS, or user and password in LOCKSTEP_NATS_URL`,
      options,
    );
  }
}

/** The TLS handshake failed: the server's certificate is not trusted, or the server does not trust ours. */
export class NatsTlsError extends UserError {
  constructor(server: string, why: string, options?: { cause?: unknown }) {
    super(
      `no TLS connection with the NATS server at ${server} (${why}): set --tls-ca (LOCKSTEP_TLS_CA) to the CA of its certificate, use a host name in its certificate, and if it verifies clients, set --tls-cert and --tls-key`,
      options,
    );
  }
}

/** A file with a key or a certificate cannot be read or has different content. */
export class SecretFileError extends UserError {}

export class NoJetStreamError extends UserError {
  constructor(server: string, options?: { cause?: unknown }) {
    super(`the NATS server at ${server} has no JetStream: start it with "nats-server -js"`, options);
  }
}

/** The server's message limit is too small for a part of a vector. */
export class SmallPayloadError extends UserError {
  constructor(maxPayloadBytes: number, neededBytes: number) {
    super(
      `the NATS server accepts messages of up to ${maxPayloadBytes} bytes, Lockstep needs at least ${neededBytes}: raise max_payload in its configuration`,
    );
  }
}

/** No coordinator replied to a discovery request in time. */
export class NoRunError extends UserError {
  constructor(run: string | undefined, server: string) {
    super(
      `${run === undefined ? 'no run' : `the run ${run}`} answers on the NATS server at ${server}: start "npx nx run coordinator:serve" with the same LOCKSTEP_NATS_URL`,
    );
  }
}

/** Another coordinator wrote the key first, so this coordinator may no longer lead. */
export class LeaderConflictError extends UserError {}

/** An object of the object store is missing, incomplete, or differs from its hash. */
export class DamagedObjectError extends UserError {}

/** The NATS server did not answer in time. It may still execute the request. */
export class LateAnswerError extends UserError {
  constructor(timeoutMs: number) {
    super(`the NATS server did not answer within ${Math.round(timeoutMs)} ms`);
  }
}
