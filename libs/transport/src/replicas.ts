/** How many servers keep a bucket: three of a cluster, so that it survives any one of them. */
import { setTimeout } from 'node:timers/promises';
import { ErrorCode, NatsError, type NatsConnection } from 'nats';

const REPLICAS = 3;
/** JetStream's codes for "there are not so many servers": no suitable peers, no resources, not clustered. */
const TOO_FEW: readonly number[] = [10005, 10023, 10074];
/** JetStream's code for "temporarily unavailable". */
const UNAVAILABLE = 10008;
const TIMEOUT: string = ErrorCode.Timeout;
const RETRY_MS = 200;
/** A cluster that has just lost a server answers nobody until it has elected another leader. */
const ELECTION_MS = 20_000;

/**
 * Opens a bucket with as many replicas as the servers allow. A bucket that exists keeps what it has. Waits for an election.
 * @param open opens or makes it
 * @param onFewer told when there is a cluster, but it is too small
 */
export async function withReplicas<T>(
  connection: NatsConnection,
  open: (replicas: number) => Promise<T>,
  onFewer: () => void,
): Promise<T> {
  if (connection.info?.cluster === undefined) return open(1);
  const deadlineMs = performance.now() + ELECTION_MS;
  let replicas = REPLICAS;
  for (;;) {
    try {
      return await open(replicas);
    } catch (error) {
      const code = error instanceof NatsError ? error.api_error?.err_code : undefined;
      const passes = code === UNAVAILABLE || (error instanceof NatsError && error.code === TIMEOUT);
      if (passes && performance.now() < deadlineMs) {
        await setTimeout(RETRY_MS);
        continue;
      }
      if (replicas === 1 || code === undefined || !TOO_FEW.includes(code)) throw error;
      onFewer();
      replicas = 1;
    }
  }
}
