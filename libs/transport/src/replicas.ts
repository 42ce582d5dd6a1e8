/** How many servers keep a bucket: three of a cluster, so that it survives any one of them. */
import { NatsError, type NatsConnection } from 'nats';

const REPLICAS = 3;
/** JetStream's codes for "there are not so many servers": no suitable peers, no resources, not clustered. */
const TOO_FEW: readonly number[] = [10005, 10023, 10074];

/**
 * Opens a bucket with as many replicas as the servers allow. A bucket that exists keeps what it has.
 * @param open opens or makes it
 * @param onFewer told when there is a cluster, but it is too small
 */
export async function withReplicas<T>(
  connection: NatsConnection,
  open: (replicas: number) => Promise<T>,
  onFewer: () => void,
): Promise<T> {
  if (connection.info?.cluster === undefined) return open(1);
  try {
    return await open(REPLICAS);
  } catch (error) {
    const code = error instanceof NatsError ? error.api_error?.err_code : undefined;
    if (code === undefined || !TOO_FEW.includes(code)) throw error;
    onFewer();
    return open(1);
  }
}
