/** Finds a live run, for a standby. */
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import type { RunInfo } from '@lockstep/protocol';
import { connectNats, discoverRun } from '@lockstep/transport';
import type { CoordinatorConfig } from '../config.js';

/** Waits until a run answers. @throws NatsUnreachableError, NatsRefusedError, MalformedMessageError */
export async function findRun(config: CoordinatorConfig, log: Logger): Promise<RunInfo> {
  const { natsUrl, run } = config;
  const connection = await connectNats({
    url: natsUrl ?? '',
    secrets: config,
    name: 'lockstep standby',
    inboxPrefix: inboxPrefix({ role: 'coordinator' }),
  });
  try {
    return await discoverRun(connection, run, Infinity, () => {
      log.info(`waiting for ${run === undefined ? 'a run' : `the run ${run}`} to answer`);
    });
  } finally {
    await connection.close();
  }
}
