/**
 * The main job, in the order of the way of the data:
 *
 *   dataset → epoch plan → shards → leases → workers' gradients → reduction tree → Adam → weights → checkpoints → pictures
 *
 * The dataset is in the object store already. The middle, from the plan to the weights, is the machine of libs/cluster; this
 * file opens what it needs, feeds it, and writes down what came of it.
 */
import { copyState, CoordinatorMachine, epochLosses, initialState, type TrainingState } from '@lockstep/cluster';
import { stepsPerEpoch } from '@lockstep/data';
import type { RunInfo } from '@lockstep/protocol';
import type { Task } from '@lockstep/task';
import { answerDiscovery, CoordinatorChannel, LeaderStandbyChannel } from '@lockstep/transport';
import { auditConfig, auditSummary } from './audit.js';
import type { CoordinatorConfig } from './config.js';
import type { Environment } from './environment.js';
import { awaitFigures } from './figures.js';
import type { Lead } from './lead.js';
import { writeLeaderEpoch } from './leader-epoch.js';
import { Metrics, speedOf, writeSummary, type Summary } from './outputs.js';
import { Progress } from './progress.js';
import { savedConfig, type RunFolder } from './run-folder.js';
import { dataConfig, totalStepsOf } from './run-info.js';
import { Saver } from './saver.js';
import { Session } from './session.js';
import { answerStatus, answerStop, withWaiting } from './status-answer.js';
import type { Stores } from './stores.js';

export const LEASE_FLOOR_MS = 1000;
/** Half of the 64 MiB pending at which NATS cuts a slow consumer off. */
export const IN_FLIGHT_BYTES = 32 * 1024 * 1024;

/** The run could not be brought to its end. */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError';
}

export interface TrainParts {
  task: Task;
  config: CoordinatorConfig;
  /** What members are told of the run. */
  info: RunInfo;
  folder: RunFolder;
  environment: Environment;
  stores: Stores;
  lead: Lead;
  /** What training goes on from; undefined for a run that starts anew. */
  resumed: TrainingState | undefined;
  /** Two may not write to one folder: when what was saved before in this one is there. */
  savedBefore: Promise<void>;
  onSession: (session: Session) => void;
}

export type Trained =
  | { kind: 'finished'; summary: Summary }
  /** `standbys`: how many of them take over. */
  | { kind: 'stopped'; standbys: number }
  /** Another coordinator leads, and goes on. */
  | { kind: 'deposed'; reason: string; saved: Promise<void> };

/** Trains one run, to its end or as long as this coordinator leads it. @throws RunFailedError, OtherLeadsError, StoreLostError */
export async function train(parts: TrainParts): Promise<Trained> {
  const { config, info, folder, environment, stores, lead, resumed } = parts;
  const { connection, log, report } = environment;

  // Plan: the integers that all members derive the same steps, shards and samples from.
  const plan = dataConfig(info);
  const stepsInEpoch = stepsPerEpoch(plan.trainSamples, plan.batchSize);
  const totalSteps = totalStepsOf(info);
  const state = resumed ?? initialState(parts.task.parameters.initialWeights(config.seed));

  // Lead: of two coordinators of one run, members follow the one that took the lead last.
  const taken = await lead.taken;
  if (taken.kind !== 'leads') return { kind: 'stopped', standbys: 0 };
  const leaderEpoch = taken.epoch;
  await writeLeaderEpoch(folder, leaderEpoch).catch((error: unknown) => {
    log.warn(`the leader epoch could not be written down: ${error instanceof Error ? error.message : String(error)}`);
  });
  const discovery = answerDiscovery(connection, leaderEpoch, info);

  // Shards, leases, reduction tree, Adam, weights: the machine.
  const machine = new CoordinatorMachine(
    {
      ...plan,
      leaderEpoch,
      totalSteps,
      learningRate: config.lr,
      parameterCount: info.parameterCount,
      partSizeBytes: info.partSizeBytes,
      wireDtype: info.wireDtype,
      inFlightBytes: IN_FLIGHT_BYTES,
      checkpointEvery: config.checkpointEvery,
      schemaHash: info.schemaHash,
      threads: config.threads,
      mixedNumerics: config.mixedNumerics,
      heartbeatTimeoutMs: info.heartbeatTimeoutMs,
      leaseFloorMs: LEASE_FLOOR_MS,
      audit: auditConfig(config.audit),
    },
    state,
  );

  // Checkpoints: to disk, to the object store, then the pointer, then the hint.
  const saver = new Saver(
    folder.checkpoints,
    stores.checkpoints,
    folder.run,
    parts.task.parameters,
    plan,
    savedConfig(config),
    leaderEpoch,
    log,
  );
  const held = resumed && copyState(resumed);
  const adopted = parts.savedBefore.then(() => (held ? saver.adopt(held) : undefined));
  const metrics = await Metrics.open(folder.metricsPath, state.version, (error) => {
    log.warn(`metrics.jsonl cannot be written: ${error.message}`);
  });
  const progress = new Progress(report, { stepsInEpoch, totalSteps, batchSize: config.batchSize, from: state.version });
  const channel = new CoordinatorChannel(connection, folder.run);
  const session = new Session({
    machine,
    channel,
    standbys: new LeaderStandbyChannel(connection, folder.run),
    lead,
    alone: config.natsUrl === undefined,
    save: async (snapshot, reason) => {
      await adopted;
      return saver.save(snapshot, reason);
    },
    announce: ({ name }, last) => {
      channel.hintCheckpoint({
        leaderEpoch,
        version: machine.training.version,
        toIncarnation: 0,
        body: { kind: 'checkpoint', name, last },
      });
    },
    onStep: (record) => {
      metrics.write(record, progress.step(record, machine.workerCount));
      environment.chaos()?.stepped(record, totalSteps);
    },
    onEpoch: (epoch, loss) => report.epochEnded(epoch, loss),
    log,
  });
  const answering = answerStatus(connection, folder.run, () => machine.status(performance.now()));
  const stopping = answerStop(
    connection,
    folder.run,
    () => session.dispatch({ kind: 'stop', reason: 'asked by an operator' }),
    (message) => log.warn(message),
  );
  environment.attach(session);
  parts.onSession(session);

  // Pictures: the sampler follows the checkpoints by itself; at the end we wait for its last ones.
  const figures = awaitFigures(connection, folder.run);
  const result = await session.run();
  discovery.stop();
  answering.stop();
  stopping.stop();
  await Promise.all([metrics.close(), adopted]);
  if (result.outcome === 'deposed') return { kind: 'deposed', reason: result.reason, saved: session.saved };
  if (result.outcome === 'stopped') {
    await lead.end('released');
    lead.checkStore();
    return { kind: 'stopped', standbys: session.standbys };
  }
  if (result.outcome === 'failed') {
    await lead.end('finished');
    throw new RunFailedError(withWaiting(result.reason, machine.status(performance.now())));
  }
  const chaos = environment.chaos()?.summary();
  const summary: Summary = {
    run: folder.run,
    dataset: config.dataset,
    seed: config.seed,
    steps: state.version,
    epoch_losses: epochLosses(state.losses, plan),
    ...speedOf(Math.round(progress.averageSamplesPerSecond * 10) / 10),
    workers: progress.mostWorkers,
    fingerprint: state.fingerprint ?? '',
    mixed_numerics: config.mixedNumerics,
    weights_sha256: saver.weightsSha256 ?? '',
    test_loss: result.testLoss ?? NaN,
    ...(config.audit > 0 && { audit: auditSummary(config.audit, machine.status(performance.now())) }),
    ...(chaos && { chaos }),
  };
  await writeSummary(folder.summaryPath, summary);
  await lead.end('finished');
  if (environment.samplerWorks()) await figures.drawn(state.version, log);
  return { kind: 'finished', summary };
}
