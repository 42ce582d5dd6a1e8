/** A worker's connection, with the rights of its pool. */
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import { connectNats } from '@lockstep/transport';
import type { WorkerConfig } from './config.js';

/**
 * @param name shown in the server's monitoring
 * @throws SecretFileError, NatsUnreachableError, NatsTlsError or NatsRefusedError
 */
export function connectWorker(config: WorkerConfig, name: string, log: Logger): ReturnType<typeof connectNats> {
  return connectNats({
    url: config.natsUrl,
    secrets: config,
    name,
    inboxPrefix: inboxPrefix({ role: 'worker', pool: config.pool }),
    onNotice: (level, message) => log[level](message),
  });
}
