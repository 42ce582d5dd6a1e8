/** What a run needs around it: a connection, and, with nothing configured, a NATS server, workers and a sampler of our own. */
import { inboxPrefix } from '@lockstep/access';
import { usableGpus, type Logger } from '@lockstep/cli';
import type { CoordinatorEvent } from '@lockstep/cluster';
import { connectNats } from '@lockstep/transport';
import type { Chaos } from './chaos/chaos.js';
import { localWorkers, type CoordinatorConfig } from './config.js';
import { LocalCluster } from './local-cluster.js';
import { startNatsServer } from './nats-server.js';
import type { Report } from './report.js';
import type { RunFolder } from './run-folder.js';
import type { Session } from './session.js';

export interface Environment {
  connection: Awaited<ReturnType<typeof connectNats>>;
  log: Logger;
  report: Report;
  /** Tells where news of local workers goes; they have been started already, and wait for the run to answer. */
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
  const onNotice = (level: 'info' | 'warn', message: string) => log[level](message);
  const name = `lockstep coordinator ${folder.run}`;
  const news = new News(log);
  const nats =
    config.natsUrl === undefined
      ? await startNatsServer(folder, config.natsPort, log, {
          onLost: (reason) => news.dispatch({ kind: 'abort', reason }),
          onAskedToEnd: () => news.dispatch({ kind: 'stop', reason: 'the NATS server was asked to end' }),
        })
      : undefined;
  const gpus = await usableGpus(process.env['CUDA_VISIBLE_DEVICES']);
  const workers = localWorkers(config, gpus.length);
  warnOfIdleWorkers(config, workers, log);
  try {
    const url = nats?.urlFor('coordinator') ?? config.natsUrl ?? '';
    const connection = await connectNats({
      url,
      name,
      inboxPrefix: inboxPrefix({ role: 'coordinator' }),
      secrets: config,
      onNotice,
    });
    if (!nats && connection.info?.auth_required !== true) log.warn(UNSECURED);
    const { run, figuresDir } = folder;
    const { json, logLevel, chaos, chaosSeed } = config;
    const cluster =
      nats &&
      new LocalCluster({
        run,
        task: config.task,
        nats,
        workers,
        gpus,
        figuresDir,
        chaos: chaos > 0 ? { rate: chaos, seed: chaosSeed } : undefined,
        json,
        logLevel,
        writeLog: report.writeLog,
        log,
        onWorkerExit: (worker, reason) => news.dispatch({ kind: 'gone', worker, reason }),
        onNoWorkersLeft: (reason) => news.dispatch({ kind: 'abort', reason }),
      });
    if (cluster) log.info(`started ${workers} worker(s) and a sampler, pids ${JSON.stringify(cluster.workerPids)}`);
    return {
      connection,
      log,
      report,
      samplerWorks: () => cluster?.samplerWorks ?? false,
      chaos: () => cluster?.chaos,
      attach: (session) => news.attach(session),
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

/** News of what is around a run: kept until there is somebody to hear them. */
class News {
  private session: Session | undefined;
  private readonly early: CoordinatorEvent[] = [];

  constructor(private readonly log: Logger) {}

  attach(session: Session): void {
    this.session = session;
    for (const event of this.early.splice(0)) session.dispatch(event);
  }

  dispatch(event: Extract<CoordinatorEvent, { reason: string }>): void {
    if (this.session) return this.session.dispatch(event);
    if (event.kind === 'abort') this.log.error(event.reason);
    this.early.push(event);
  }
}

const UNSECURED =
  'unsecured: the NATS server asks for no credentials, so that anyone who reaches it can publish gradients and weights; see infra/nats';

function warnOfIdleWorkers({ shards }: CoordinatorConfig, workers: number, log: Logger): void {
  if (workers > shards)
    log.warn(`${workers} workers but only ${shards} shards: ${workers - shards} will idle; give more --shards`);
}
