/** The resources of a leader: channels to workers and standbys, answers to requests, metrics and progress. */
import type { CoordinatorNode, NodeEvent, StepRecord } from '@lockstep/cluster';
import { answerDiscovery, CoordinatorChannel, LeaderStandbyChannel } from '@lockstep/transport';
import type { RunInfo } from '@lockstep/protocol';
import { Progress, type ProgressConfig } from '../console/progress.js';
import type { RunServices } from '../local/services.js';
import { answerStatus, answerStop } from '../operator/status-answer.js';
import { Metrics } from '../run/outputs.js';
import type { RunFolder } from '../run/run-folder.js';
import type { Stores } from '../run/stores.js';

export interface LeadingOptions {
  info: RunInfo;
  folder: RunFolder;
  services: RunServices;
  stores: Pick<Stores, 'metrics'>;
  progress: Omit<ProgressConfig, 'from'>;
  /** Returns the name of the last encoded checkpoint. */
  checkpointName: () => string;
}

/** The part of the runtime that a leader uses. */
export interface LeadingRuntime {
  readonly node: CoordinatorNode;
  readonly dispatch: (event: NodeEvent) => void;
}

export class Leading {
  readonly channel: CoordinatorChannel;
  readonly standbys: LeaderStandbyChannel;
  readonly progress: Progress;
  private readonly metrics: Promise<Metrics>;
  private readonly open: { stop: () => void }[];
  private closing: Promise<void> | undefined;

  /** @param previous the previous leadership of this process. Its metrics are closed before they are opened again. */
  constructor(
    private readonly options: LeadingOptions,
    private readonly runtime: LeadingRuntime,
    private readonly leaderEpoch: number,
    version: number,
    previous: Leading | undefined,
  ) {
    const { info, folder, services, progress } = options;
    const { connection, log, report } = services;
    const { run } = info;
    this.channel = new CoordinatorChannel(connection, run);
    this.standbys = new LeaderStandbyChannel(connection, run);
    this.progress = new Progress(report, { ...progress, from: version });
    this.metrics = (previous?.stop() ?? Promise.resolve()).then(() => {
      return Metrics.open(folder.metricsPath, version, ({ message }) => {
        log.warn(`metrics.jsonl cannot be written: ${message}`);
      });
    });
    this.open = [
      answerDiscovery(connection, leaderEpoch, info),
      this.channel.listen({
        onMessage: (from, message) => runtime.dispatch({ kind: 'message', from, message }),
        onMalformed: (from, reason) => runtime.dispatch({ kind: 'malformed', from, reason }),
      }),
      this.standbys.listen(
        (from, message) => runtime.dispatch({ kind: 'standbyMessage', from, message }),
        (message) => log.debug(`dropped a message from a standby: ${message}`),
      ),
      answerStatus(connection, run, () => runtime.node.coordinator!.status(performance.now())),
      answerStop(
        connection,
        run,
        () => runtime.dispatch({ kind: 'stop', reason: 'operator request' }),
        (message) => log.warn(message),
      ),
    ];
    // stop() awaits the metrics and rejects with their error.
    this.metrics.catch(() => undefined);
  }

  stepped(record: StepRecord): void {
    const { services, stores, progress } = this.options;
    const { leaderEpoch } = this;
    const { step, epoch, loss, samples } = record;
    const samplesPerSecond = this.progress.step(record, this.runtime.node.coordinator?.workerCount ?? 0);
    void this.metrics.then((metrics) => metrics.write(record, samplesPerSecond));
    stores.metrics.publish({ leaderEpoch, body: { kind: 'step', step, epoch, loss, samples, samplesPerSecond } });
    services.chaos()?.stepped(record, progress.totalSteps);
  }

  epochEnded(epoch: number, loss: number): void {
    this.options.services.report.epochEnded(epoch, loss);
  }

  /** Sends samplers a hint that there is a new checkpoint. They also poll for it. */
  announce(last: boolean): void {
    this.channel.hintCheckpoint({
      leaderEpoch: this.leaderEpoch,
      version: this.runtime.node.coordinator?.training.version ?? 0,
      toIncarnation: 0,
      body: { kind: 'checkpoint', name: this.options.checkpointName(), last },
    });
  }

  /** Ends all subscriptions. Resolves when the metrics are written. */
  stop(): Promise<void> {
    this.closing ??= this.close();
    return this.closing;
  }

  private async close(): Promise<void> {
    for (const each of this.open) each.stop();
    await (await this.metrics).close();
  }
}
