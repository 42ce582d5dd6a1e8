/**
 * The main job, in the order of the way of the data:
 *
 *   dataset → epoch plan → shards → leases → workers' gradients → reduction tree → Adam → weights → checkpoints → pictures
 *
 * The middle of it, from the plan to the weights, is the machine of libs/cluster; this file opens what it needs, feeds it, and
 * writes down what came of it.
 */
import { CheckpointStore } from '@lockstep/checkpoint';
import { CoordinatorMachine, epochLosses, initialState, type DataPlan, type TrainingState } from '@lockstep/cluster';
import { stepsPerEpoch } from '@lockstep/data';
import { initialWeights, PARAMETER_COUNT, schemaHash } from '@lockstep/model/schema';
import { PROTOCOL_VERSION, RunSubjects, type RunInfo } from '@lockstep/protocol';
import { answerDiscovery, CoordinatorChannel, ObjectBucket, partSizeFor, StateBucket } from '@lockstep/transport';
import { auditPlan } from './audit-draw.js';
import type { CoordinatorConfig } from './config.js';
import { publishDataset, type Dataset } from './dataset.js';
import type { Environment } from './environment.js';
import { awaitFigures } from './figures.js';
import { Metrics, writeSummary, type Summary } from './outputs.js';
import { Progress } from './progress.js';
import { savedConfig, type RunFolder } from './run-folder.js';
import { Saver } from './saver.js';
import { Session } from './session.js';

const BEAT_INTERVAL_MS = 500;
const BEAT_TIMEOUT_MS = 5000;
const LEASE_FLOOR_MS = 1000;
/** Half of the 64 MiB pending at which NATS cuts a slow consumer off. */
const IN_FLIGHT_BYTES = 32 * 1024 * 1024;

/** The run could not be brought to its end. */
export class RunFailedError extends Error {
  override readonly name = 'RunFailedError';
}

/** Trains one run. Returns its summary, or undefined when it was stopped before the end. @throws RunFailedError */
export async function train(
  config: CoordinatorConfig,
  dataset: Dataset,
  folder: RunFolder,
  environment: Environment,
  resumed: TrainingState | undefined,
  onSession: (session: Session) => void,
): Promise<Summary | undefined> {
  const { connection, log, report } = environment;
  const subjects = new RunSubjects(folder.run);

  // Dataset: in the object store under its hash, where workers and sampler fetch it.
  const dataBucket = await ObjectBucket.open(connection, subjects.dataBucket);
  await publishDataset(dataBucket, dataset);

  // Plan: the integers that all members derive the same steps, shards and samples from.
  const plan = dataPlan(config, dataset);
  const stepsInEpoch = stepsPerEpoch(plan.trainSamples, plan.batch);
  const totalSteps = Math.min(config.epochs * stepsInEpoch, config.maxSteps ?? Infinity);
  const state = resumed ?? initialState(initialWeights(config.seed));

  // Lead: of two coordinators of one run, members follow the one that took the lead last.
  const buckets = await StateBucket.open(connection, subjects.stateBucket);
  const leaderEpoch = await buckets.takeLead();
  const partSizeBytes = partSizeFor(connection.info?.max_payload ?? 0);
  answerDiscovery(connection, leaderEpoch, runInfo(folder.run, config, plan, dataset, partSizeBytes));

  // Shards, leases, reduction tree, Adam, weights: the machine.
  const machine = new CoordinatorMachine(
    {
      ...plan,
      leaderEpoch,
      totalSteps,
      learningRate: config.lr,
      parameterCount: PARAMETER_COUNT,
      partSizeBytes,
      inFlightBytes: IN_FLIGHT_BYTES,
      checkpointEvery: config.checkpointEvery,
      schemaHash: schemaHash(),
      threads: config.threads,
      mixedNumerics: config.mixedNumerics,
      beatTimeoutMs: BEAT_TIMEOUT_MS,
      leaseFloorMs: LEASE_FLOOR_MS,
      audit: auditPlan(config.audit),
    },
    state,
  );

  // Checkpoints: to disk, to the object store, then the pointer, then the hint.
  const checkpointBucket = await ObjectBucket.open(connection, subjects.checkpointBucket);
  const store = new CheckpointStore(checkpointBucket, buckets.pointer('latest'));
  const saver = new Saver(folder.checkpoints, store, folder.run, plan, savedConfig(config), leaderEpoch, log);
  const metrics = await Metrics.open(folder.metricsPath, state.version, (error) => {
    log.warn(`metrics.jsonl cannot be written: ${error.message}`);
  });
  const progress = new Progress(report, { stepsInEpoch, totalSteps, batch: config.batch, from: state.version });
  const channel = new CoordinatorChannel(connection, folder.run);
  const session = new Session({
    machine,
    channel,
    save: (snapshot, reason) => saver.save(snapshot, reason),
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
  environment.attach(session);
  onSession(session);
  if (resumed) await saver.adopt(state);

  // Pictures: the sampler follows the checkpoints by itself; at the end we wait for its last ones.
  const figures = awaitFigures(connection, folder.run);
  const result = await session.run();
  await metrics.close();
  if (result.outcome === 'failed') throw new RunFailedError(result.reason);
  if (result.outcome === 'stopped') return undefined;
  const chaos = environment.chaos()?.summary();
  const summary: Summary = {
    run: folder.run,
    dataset: config.dataset,
    seed: config.seed,
    steps: state.version,
    epoch_losses: epochLosses(state.losses, plan),
    images_per_second: Math.round(progress.averageImagesPerSecond * 10) / 10,
    workers: progress.mostWorkers,
    fingerprint: state.fingerprint ?? '',
    mixed_numerics: config.mixedNumerics,
    weights_sha256: saver.weightsSha256 ?? '',
    test_loss: result.testLoss ?? NaN,
    ...(chaos && { chaos }),
  };
  await writeSummary(folder.summaryPath, summary);
  if (environment.samplerWorks()) await figures.drawn(state.version, log);
  // Runs to come bring their own; a server that outlives this one need not keep the images for ever.
  await dataBucket.destroy();
  return summary;
}

function dataPlan(config: CoordinatorConfig, dataset: Dataset): DataPlan {
  const { seed, batch, shards } = config;
  return { seed, batch, shards, trainSamples: dataset.trainImages.samples, testSamples: dataset.testImages.samples };
}

function runInfo(
  run: string,
  config: CoordinatorConfig,
  plan: DataPlan,
  { trainImages, testImages }: Dataset,
  partSizeBytes: number,
): RunInfo {
  return {
    ...plan,
    protocolVersion: PROTOCOL_VERSION,
    run,
    schemaHash: schemaHash(),
    dataset: config.dataset,
    trainImages: { sha256: trainImages.sha256, bytes: trainImages.bytes },
    testImages: { sha256: testImages.sha256, bytes: testImages.bytes },
    threads: config.threads,
    parameterCount: PARAMETER_COUNT,
    partSizeBytes,
    beatIntervalMs: BEAT_INTERVAL_MS,
    beatTimeoutMs: BEAT_TIMEOUT_MS,
    settings: {
      epochs: config.epochs,
      maxSteps: config.maxSteps ?? 0,
      learningRate: config.lr,
      checkpointEvery: config.checkpointEvery,
      mixedNumerics: config.mixedNumerics,
      audit: config.audit,
    },
  };
}
