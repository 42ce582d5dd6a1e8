/** Buckets on a NATS cluster get three replicas, so they survive the loss of one server. */
import { setTimeout } from 'node:timers/promises';
import { ErrorCode, NatsError, type NatsConnection } from 'nats';

const REPLICAS = 3;
/** JetStream's error codes for too few servers: no suitable peers, no resources, not clustered. */
const TOO_FEW: readonly number[] = [10005, 10023, 10074];
/** JetStream's error code for "temporarily unavailable". */
const UNAVAILABLE = 10008;
const TIMEOUT: string = ErrorCode.Timeout;
const RETRY_MS = 200;
/** A cluster that has lost a server does not answer until it has elected a new leader. */
const ELECTION_TIMEOUT_MS = 20_000;

/**
 * Opens a bucket with three replicas, or with one if the cluster is too small or there is none. Retries during an election. A bucket
 * that exists keeps its number of replicas.
 * @param open opens or creates the bucket
 * @param onFewer called if the cluster is too small for three replicas
 */
export async function withReplicas<T>(
  connection: NatsConnection,
  open: (replicas: number) => Promise<T>,
  onFewer: () => void,
): Promise<T> {
  if (connection.info?.cluster === undefined) return open(1);
  const deadlineMs = performance.now() + ELECTION_TIMEOUT_MS;
  let replicas = REPLICAS;
  for (;;) {
    try {
      return await open(replicas);
    } catch (error) {
      const code = error instanceof NatsError ? error.api_error?.err_code : undefined;
      const isTransient = code === UNAVAILABLE || (error instanceof NatsError && error.code === TIMEOUT);
      if (isTransient && performance.now() < deadlineMs) {
        await setTimeout(RETRY_MS);
        continue;
      }
      if (replicas === 1 || code === undefined || !TOO_FEW.includes(code)) throw error;
      onFewer();
      replicas = 1;
    }
  }
}
