/** Communication through NATS: connection, discovery, channels, object store, key-value state and metrics stream. */
export { cachedFiles } from './cache.js';
export { CoordinatorChannel, WorkerChannel } from './channels.js';
export type { WorkerHandlers } from './channels.js';
export { connectNats, serverName } from './connection.js';
export type { NatsConnection } from 'nats';
export { answerDiscovery, discoverRun } from './discovery.js';
export {
  DamagedObjectError,
  NatsRefusedError,
  NatsTlsError,
  NatsUnreachableError,
  NoJetStreamError,
  NoRunError,
  SecretFileError,
} from './errors.js';
export { LeaderKey } from './leader-key.js';
export { MetricsWriter, readMetrics } from './metrics-stream.js';
export { ObjectBucket } from './objects.js';
export { partSizeFor } from './part-size.js';
export type { NatsSecrets } from './secrets.js';
export { LeaderStandbyChannel, StandbyChannel } from './standby-channel.js';
export { StateBucket } from './state.js';
export { within } from './within.js';
