/** What a run needs around it: a connection, and, with nothing configured, a NATS server, workers and a sampler of our own. */
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import { connectNats } from '@lockstep/transport';
import type { Chaos } from './chaos/chaos.js';
import { localWorkers, type CoordinatorConfig } from './config.js';
import { countGpus, LocalCluster } from './local-cluster.js';
import { startNatsServer } from './nats-server.js';
import type { Report } from './report.js';
import type { RunFolder } from './run-folder.js';
import type { Session } from './session.js';

export interface Environment {
  connection: Awaited<ReturnType<typeof connectNats>>;
  log: Logger;
  report: Report;
  /** Tells where news of local workers goes, and starts them. */
  attach: (session: Session) => void;
  /** True when a sampler of ours will draw figures. */
  samplerWorks: () => boolean;
  /** What harms our own workers, if anything does. */
  chaos: () => Chaos | undefined;
  stop: () => Promise<void>;
}

/** @throws NatsServerError, NatsUnreachableError, NatsRefusedError */
export async function openEnvironment(
  config: CoordinatorConfig,
  folder: RunFolder,
  log: Logger,
  report: Report,
): Promise<Environment> {
  const onNotice = (level: 'info' | 'warn', sentence: string) => log[level](sentence);
  const name = `lockstep coordinator ${folder.run}`;
  let giveUp = (reason: string): void => log.error(reason);
  let askedToEnd = (): void => undefined;
  const nats =
    config.natsUrl === undefined
      ? await startNatsServer(folder, config.natsPort, log, {
          onLost: (reason) => giveUp(reason),
          onAskedToEnd: () => askedToEnd(),
        })
      : undefined;
  const gpus = await countGpus();
  const workers = localWorkers(config, gpus);
  warnOfIdleWorkers(config, workers, log);
  let cluster: LocalCluster | undefined;
  try {
    const url = nats?.urlFor('coordinator') ?? config.natsUrl ?? '';
    const connection = await connectNats({ url, name, inboxPrefix: inboxPrefix({ role: 'coordinator' }), onNotice });
    if (!nats && connection.info?.auth_required !== true) log.warn(UNSECURED);
    return {
      connection,
      log,
      report,
      samplerWorks: () => cluster?.samplerWorks ?? false,
      chaos: () => cluster?.chaos,
      attach: (session) => {
        if (!nats) return;
        giveUp = (reason) => session.feed({ kind: 'giveUp', reason });
        askedToEnd = () => session.feed({ kind: 'stop', reason: 'the NATS server was asked to end' });
        const { run, figuresDir } = folder;
        const { json, logLevel, chaos, chaosSeed } = config;
        cluster = new LocalCluster({
          run,
          nats,
          workers,
          gpus,
          figuresDir,
          chaos: chaos > 0 ? { rate: chaos, seed: chaosSeed } : undefined,
          json,
          logLevel,
          writeLog: report.writeLog,
          log,
          onWorkerExit: (worker, reason) => session.feed({ kind: 'gone', worker, reason }),
          onNoWorkersLeft: giveUp,
        });
        log.info(`started ${workers} worker(s) and a sampler, pids ${JSON.stringify(cluster.workerPids)}`);
      },
      stop: async () => {
        await cluster?.stop();
        await connection.drain().catch(() => undefined);
        await nats?.stop();
      },
    };
  } catch (error) {
    await nats?.stop();
    throw error;
  }
}

const UNSECURED =
  'unsecured: the NATS server asks for no credentials, so that anyone who reaches it can publish gradients and weights; see infra/nats';

function warnOfIdleWorkers({ shards }: CoordinatorConfig, workers: number, log: Logger): void {
  if (workers > shards)
    log.warn(`${workers} workers but only ${shards} shards: ${workers - shards} will idle; give more --shards`);
}
