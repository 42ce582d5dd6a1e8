/**
 * Takes part in one run. The stages follow the data (see ARCHITECTURE.md):
 *
 *   task → dataset → epoch plan → shards → leases → gradients → reduction tree → optimiser → weights → checkpoints → figures
 *
 * The CoordinatorNode of libs/cluster makes all decisions from the shards to the checkpoints. This file opens the resources of the
 * node, runs it, and writes the results.
 */
import { dataConfigOf, initialState, type NodeResult } from '@lockstep/cluster';
import { stepsPerEpoch } from '@lockstep/data';
import type { RunInfo } from '@lockstep/protocol';
import { OtherLeadsError, RunFailedError, StoreLostError } from './errors.js';
import { awaitFigures } from './local/figures.js';
import type { RunServices } from './local/services.js';
import { Following } from './node/following.js';
import { Leading } from './node/leading.js';
import { CoordinatorRuntime, type RuntimeOptions } from './node/runtime.js';
import { CheckpointSaves } from './node/saves.js';
import { withWaiting } from './operator/status-answer.js';
import { toTrainingState } from './run/checkpoint-codec.js';
import { publishDataset } from './run/dataset.js';
import type { PreparedRun } from './run/opening.js';
import { writeSummary, type Summary } from './run/outputs.js';
import { lastLeaderEpoch, savedConfig, writeLeaderEpoch } from './run/run-folder.js';
import { totalStepsOf } from './run/run-info.js';
import { openStores } from './run/stores.js';
import { summaryOf } from './run/summary.js';
import { trainingConfig } from './run/training-config.js';

export interface CoordinatorOptions extends Omit<PreparedRun, 'info'> {
  /** The answer to discovery requests. */
  info: RunInfo;
  services: RunServices;
}

export type RunResult =
  | { kind: 'finished'; summary: Summary }
  /** `standbys` is the number of standbys that can take over. */
  | { kind: 'stopped'; standbys: number }
  /** Another coordinator finished the run. */
  | { kind: 'over' };

/**
 * Leads a run, follows it as a standby, or both in turn.
 * @param signal stops the run after the current step, with a checkpoint
 * @throws RunFailedError, OtherLeadsError, StoreLostError, NoJetStreamError
 */
export async function runCoordinator(options: CoordinatorOptions, signal: AbortSignal): Promise<RunResult> {
  const { config, info, folder, services, dataset } = options;
  const { connection, log } = services;
  const { run } = folder;

  // Task: the coordinator uses its parameters only. Workers compute with its model, the sampler draws with it.
  const { parameters } = options.task;

  // Dataset: into the object store by hash. Workers and sampler fetch it from there.
  const stores = await openStores(connection, run, log);
  if (dataset) await publishDataset(stores.data, dataset);

  // Epoch plan: every member derives the samples of each step and shard from these integers.
  const plan = dataConfigOf(info);
  const stepsInEpoch = stepsPerEpoch(plan.trainSamples, plan.batchSize);
  const totalSteps = totalStepsOf(info);

  // Shards, leases, gradients, reduction tree, optimiser: the node. It also elects the leader.
  const node: RuntimeOptions['node'] = {
    role: config.standby ? 'standby' : 'lead',
    newRun: !config.standby && config.resume === undefined,
    latestEpoch: await lastLeaderEpoch(folder),
    alone: config.natsUrl === undefined,
    training: trainingConfig(config, info),
    resumed: options.resumed,
    initial: () => initialState(parameters.initialWeights(config.seed)),
  };

  // Weights: broadcast to the workers while this process leads.
  const progress = { stepsInEpoch, totalSteps, batchSize: config.batchSize };
  let leading: Leading | undefined;
  const lead: RuntimeOptions['lead'] = (runtime, leaderEpoch, version) => {
    const parts = { info, folder, services, stores, progress, checkpointName: () => saves.name };
    leading = new Leading(parts, runtime, leaderEpoch, version, leading);
    return leading;
  };

  // Checkpoints: to the disk, to the object store, then the key "latest", then the hint to the samplers.
  const saves = new CheckpointSaves(folder.checkpoints, stores.checkpoints, run, parameters, plan, savedConfig(config));
  const loadLatest = async () => {
    const latest = await stores.checkpoints.readLatest();
    return latest && toTrainingState(latest, parameters);
  };

  // Figures: the sampler draws each checkpoint. The run ends when the figures of the last one are drawn.
  const figures = awaitFigures(connection, run);

  let summary: Summary | undefined;
  const conclude: RuntimeOptions['conclude'] = async ({ node: { coordinator: machine }, testLoss }) => {
    if (!leading || !machine) return;
    await leading.stop();
    const chaos = services.chaos()?.summary();
    const { weightsSha256 } = saves;
    summary = summaryOf({ config, run, machine, progress: leading.progress, testLoss, chaos, weightsSha256 });
    await writeSummary(folder.summaryPath, summary);
  };

  const runtime = new CoordinatorRuntime({
    node,
    leaderKey: stores.leader,
    storeEpoch: (epoch) => writeLeaderEpoch(folder, epoch),
    loadLatest,
    saves,
    follow: ({ dispatch }) => new Following(connection, run, dispatch, log),
    lead,
    conclude,
    log,
  });
  services.attach(runtime.dispatch);
  const ended = resultOf(await runtime.run(signal), run);
  await leading?.stop();
  if (ended) return ended;
  if (services.samplerWorks()) await figures.drawn(summary!.steps, log);
  return { kind: 'finished', summary: summary! };
}

/** Returns undefined for a finished run. @throws RunFailedError, OtherLeadsError, StoreLostError */
function resultOf(result: NodeResult, run: string): Exclude<RunResult, { kind: 'finished' }> | undefined {
  switch (result.kind) {
    case 'failed':
      throw new RunFailedError(withWaiting(result.reason, result));
    case 'otherLeads':
      throw new OtherLeadsError(run, result.epoch);
    case 'storeLost':
      throw new StoreLostError(run);
    case 'stopped':
    case 'over':
      return result;
    case 'finished':
      return undefined;
  }
}
