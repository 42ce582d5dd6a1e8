/** Errors of the way to and through the NATS server, each with what to do next. */

export class NatsUnreachableError extends Error {
  override readonly name = 'NatsUnreachableError';

  constructor(server: string, options?: { cause?: unknown }) {
    super(
      `no NATS server answers at ${server}: start one there, mend --nats-url (LOCKSTEP_NATS_URL), or leave it out so that the coordinator brings its own`,
      options,
    );
  }
}

export class NatsRefusedError extends Error {
  override readonly name = 'NatsRefusedError';

  constructor(server: string, options?: { cause?: unknown }) {
    super(
      `the NATS server at ${server} refuses these credentials: check user and password in LOCKSTEP_NATS_URL`,
      options,
    );
  }
}

export class NoJetStreamError extends Error {
  override readonly name = 'NoJetStreamError';

  constructor(server: string, options?: { cause?: unknown }) {
    super(`the NATS server at ${server} has no JetStream: start it with "nats-server -js"`, options);
  }
}

/** The server takes only messages too small for a part of a vector. */
export class SmallPayloadError extends Error {
  override readonly name = 'SmallPayloadError';

  constructor(maxPayloadBytes: number, neededBytes: number) {
    super(
      `the NATS server takes messages of up to ${maxPayloadBytes} bytes, Lockstep needs at least ${neededBytes}: raise max_payload in its configuration`,
    );
  }
}

/** Nobody answered a discovery request in time. */
export class NoRunError extends Error {
  override readonly name = 'NoRunError';

  constructor(run: string | undefined, server: string) {
    super(
      `${run === undefined ? 'no run' : `the run ${run}`} answers on the NATS server at ${server}: start "npx nx run coordinator:serve" with the same LOCKSTEP_NATS_URL`,
    );
  }
}

/** Another coordinator has taken the lead of the run. */
export class LeaderConflictError extends Error {
  override readonly name = 'LeaderConflictError';
}

/** An object of the object store is not what its name says. */
export class DamagedObjectError extends Error {
  override readonly name = 'DamagedObjectError';
}
