/** The services of a run: a connection, and, without --nats-url, a NATS server, workers and a sampler on this machine. */
import { inboxPrefix } from '@lockstep/access';
import { usableGpus, type Logger } from '@lockstep/cli';
import type { NodeEvent } from '@lockstep/cluster';
import { connectNats, type NatsConnection } from '@lockstep/transport';
import type { Chaos } from './chaos/chaos.js';
import { localWorkers, type CoordinatorConfig } from '../config.js';
import { LocalCluster } from './local-cluster.js';
import { startNatsServer } from './nats-server.js';
import type { Report } from '../console/report.js';
import type { RunFolder } from '../run/run-folder.js';

export interface RunServices {
  connection: NatsConnection;
  log: Logger;
  report: Report;
  /** Dispatches the events of local processes, including those since their start. */
  attach: (dispatch: Dispatch) => void;
  /** Returns true while a local sampler runs. */
  samplerWorks: () => boolean;
  /** Returns the chaos of a run with --chaos. */
  chaos: () => Chaos | undefined;
  stop: () => Promise<void>;
}

/** @throws NatsServerError, NatsUnreachableError, NatsRefusedError */
export async function openServices(
  config: CoordinatorConfig,
  folder: RunFolder,
  log: Logger,
  report: Report,
): Promise<RunServices> {
  const onNotice = (level: 'info' | 'warn', message: string) => log[level](message);
  const name = `lockstep coordinator ${folder.run}`;
  const events = new EventBuffer(log);
  const nats =
    config.natsUrl === undefined
      ? await startNatsServer(folder, config.natsPort, log, {
          onLost: (reason) => events.dispatch({ kind: 'abort', reason }),
          onStopped: () => events.dispatch({ kind: 'stop', reason: 'the NATS server was stopped' }),
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
        onWorkerExit: (worker, reason) => events.dispatch({ kind: 'gone', worker, reason }),
        onNoWorkersLeft: (reason) => events.dispatch({ kind: 'abort', reason }),
      });
    if (cluster) log.info(`started ${workers} worker(s) and a sampler, pids ${JSON.stringify(cluster.workerPids)}`);
    return {
      connection,
      log,
      report,
      samplerWorks: () => cluster?.samplerWorks ?? false,
      chaos: () => cluster?.chaos,
      attach: (dispatch) => events.attach(dispatch),
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

type LocalEvent = Extract<NodeEvent, { kind: 'gone' | 'stop' | 'abort' }>;
type Dispatch = (event: LocalEvent) => void;

/** Keeps the events of local processes until the run is attached. */
class EventBuffer {
  private dispatchToRun: Dispatch | undefined;
  private readonly early: LocalEvent[] = [];

  constructor(private readonly log: Logger) {}

  attach(dispatchToRun: Dispatch): void {
    this.dispatchToRun = dispatchToRun;
    for (const event of this.early.splice(0)) dispatchToRun(event);
  }

  dispatch(event: LocalEvent): void {
    if (this.dispatchToRun) return this.dispatchToRun(event);
    if (event.kind === 'abort') this.log.error(event.reason);
    this.early.push(event);
  }
}

const UNSECURED =
  'unsecured: the NATS server requires no credentials, so every client that reaches it can publish gradients and weights; see infra/nats';

function warnOfIdleWorkers({ shards }: CoordinatorConfig, workers: number, log: Logger): void {
  if (workers > shards)
    log.warn(`${workers} workers but only ${shards} shards: ${workers - shards} will be idle; increase --shards`);
}
