/** Errors of the way to and through the NATS server, each with what to do next. */
import { UserError } from '@lockstep/errors';

export class NatsUnreachableError extends UserError {
  constructor(server: string, options?: { cause?: unknown }) {
    super(
      `no NATS server answers at ${server}: start one there, mend --nats-url (LOCKSTEP_NATS_URL), or leave it out so that the coordinator brings its own`,
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

/** The server cannot be believed, or does not believe us, before any credentials are shown. */
export class NatsTlsError extends UserError {
  constructor(server: string, why: string, options?: { cause?: unknown }) {
    super(
      `no secured connection with the NATS server at ${server} (${why}): give the CA that vouches for it with --tls-ca (LOCKSTEP_TLS_CA), call it by a name in its certificate, and where it verifies its clients, give --tls-cert and --tls-key`,
      options,
    );
  }
}

/** A file with a key or a certificate is missing, or is not one. */
export class SecretFileError extends UserError {}

export class NoJetStreamError extends UserError {
  constructor(server: string, options?: { cause?: unknown }) {
    super(`the NATS server at ${server} has no JetStream: start it with "nats-server -js"`, options);
  }
}

/** The server takes only messages too small for a part of a vector. */
export class SmallPayloadError extends UserError {
  constructor(maxPayloadBytes: number, neededBytes: number) {
    super(
      `the NATS server takes messages of up to ${maxPayloadBytes} bytes, Lockstep needs at least ${neededBytes}: raise max_payload in its configuration`,
    );
  }
}

/** Nobody answered a discovery request in time. */
export class NoRunError extends UserError {
  constructor(run: string | undefined, server: string) {
    super(
      `${run === undefined ? 'no run' : `the run ${run}`} answers on the NATS server at ${server}: start "npx nx run coordinator:serve" with the same LOCKSTEP_NATS_URL`,
    );
  }
}

/** Another coordinator has taken the lead of the run. */
export class LeaderConflictError extends UserError {}

/** An object of the object store is not what its name says. */
export class DamagedObjectError extends UserError {}

/** The NATS server did not answer in time; it may have done what it was asked. */
export class LateAnswerError extends UserError {
  constructor(timeoutMs: number) {
    super(`the NATS server did not answer within ${Math.round(timeoutMs)} ms`);
  }
}
