/** The way through NATS: connection, discovery, messages, object store and key-value state. */
export { cachedFiles, cachedObject } from './cache.js';
export { CoordinatorChannel, WorkerChannel } from './channels.js';
export type { CoordinatorHandlers, WorkerHandlers } from './channels.js';
export { connectNats, serverName } from './connection.js';
export type { ConnectOptions } from './connection.js';
export type { NatsConnection } from 'nats';
export { answerDiscovery, discoverRun } from './discovery.js';
export {
  DamagedObjectError,
  LateAnswerError,
  LeaderConflictError,
  NatsRefusedError,
  NatsTlsError,
  NatsUnreachableError,
  NoJetStreamError,
  NoRunError,
  SecretFileError,
  SmallPayloadError,
} from './errors.js';
export { decodeLeaderEntry, LeaderKey } from './leader-key.js';
export type { LeaderEntry, ReadAnswer, WriteAnswer } from './leader-key.js';
export type { Listening } from './listening.js';
export { MetricsWriter, readMetrics } from './metrics-stream.js';
export { ObjectBucket } from './objects.js';
export { partSizeFor } from './part-size.js';
export type { NatsSecrets } from './secrets.js';
export { LeaderStandbyChannel, StandbyChannel } from './standby-channel.js';
export { StateBucket } from './state.js';
export { within } from './within.js';
