/** Connects a worker with the rights of its pool, and finds its run. */
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import type { RunInfo } from '@lockstep/protocol';
import { connectNats, discoverRun, type NatsConnection } from '@lockstep/transport';
import type { WorkerConfig } from './config.js';

/**
 * @param name shown in the server's monitoring
 * @throws SecretFileError, NatsUnreachableError, NatsTlsError or NatsRefusedError
 */
export function connectWorker(config: WorkerConfig, name: string, log: Logger): Promise<NatsConnection> {
  return connectNats({
    url: config.natsUrl,
    secrets: config,
    name,
    inboxPrefix: inboxPrefix({ role: 'worker', pool: config.pool }),
    onNotice: (level, message) => log[level](message),
  });
}

/** Waits until a run answers. @throws NoRunError, MalformedMessageError */
export function findRun({ run, patience }: WorkerConfig, connection: NatsConnection, log: Logger): Promise<RunInfo> {
  return discoverRun(connection, run, patience * 1000, () => {
    log.info(`waiting for ${run === undefined ? 'a run' : `the run ${run}`} to answer`);
  });
}
