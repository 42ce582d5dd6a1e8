/**
 * The main job, in the order of the way of the data:
 *
 *   dataset → epoch plan → shards → leases → workers' gradients → reduction tree → Adam → weights → checkpoints → pictures
 *
 * What happens when, from the shards to the checkpoints, is decided by the CoordinatorNode of libs/cluster. This file opens what
 * the node needs, lets it run, and writes down the results.
 */
import { initialState, type NodeResult } from '@lockstep/cluster';
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
import { lastLeaderEpoch, writeLeaderEpoch } from './run/leader-epoch.js';
import type { PreparedRun } from './run/opening.js';
import { writeSummary, type Summary } from './run/outputs.js';
import { savedConfig } from './run/run-folder.js';
import { dataConfig, totalStepsOf } from './run/run-info.js';
import { openStores } from './run/stores.js';
import { summaryOf } from './run/summary.js';
import { trainingConfig } from './run/training-config.js';

export interface CoordinatorOptions extends Omit<PreparedRun, 'info'> {
  /** What members are told of the run. */
  info: RunInfo;
  services: RunServices;
}

export type RunResult =
  | { kind: 'finished'; summary: Summary }
  /** `standbys`: how many of them take over. */
  | { kind: 'stopped'; standbys: number }
  /** Another coordinator has brought the run to its end. */
  | { kind: 'over' };

/**
 * Takes part in one run: leads it, stands by for it, or both in turn.
 * @param signal asks to stop at the last step, with a checkpoint
 * @throws RunFailedError, OtherLeadsError, StoreLostError, NoJetStreamError
 */
export async function runCoordinator(options: CoordinatorOptions, signal: AbortSignal): Promise<RunResult> {
  const { task, config, info, folder, services, dataset } = options;
  const { parameters } = task;
  const { connection, log } = services;
  const { run } = folder;

  // Dataset: into the object store under its hash, where workers and sampler fetch it.
  const stores = await openStores(connection, run, log);
  if (dataset) await publishDataset(stores.data, dataset);

  // Plan: the integers that all members derive the same steps, shards and samples from.
  const plan = dataConfig(info);
  const stepsInEpoch = stepsPerEpoch(plan.trainSamples, plan.batchSize);
  const totalSteps = totalStepsOf(info);

  // Shards, leases, reduction tree, Adam: the node, which also knows when this process leads.
  const node: RuntimeOptions['node'] = {
    role: config.standby ? 'standby' : 'lead',
    newRun: !config.standby && config.resume === undefined,
    latestEpoch: await lastLeaderEpoch(folder),
    alone: config.natsUrl === undefined,
    training: trainingConfig(config, info),
    resumed: options.resumed,
    initial: () => initialState(parameters.initialWeights(config.seed)),
  };

  // Weights: broadcast to the workers as long as this process leads.
  const progress = { stepsInEpoch, totalSteps, batchSize: config.batchSize };
  let leading: Leading | undefined;
  const lead: RuntimeOptions['lead'] = (runtime, leaderEpoch, version) => {
    const parts = { info, folder, services, stores, progress, checkpointName: () => saves.name };
    leading = new Leading(parts, runtime, leaderEpoch, version, leading);
    return leading;
  };

  // Checkpoints: to disk, to the object store, then the pointer, then the hint.
  const saves = new CheckpointSaves(folder.checkpoints, stores.checkpoints, run, parameters, plan, savedConfig(config));
  const loadLatest = async () => {
    const latest = await stores.checkpoints.latest();
    return latest && toTrainingState(latest, parameters);
  };

  // Pictures: the sampler follows the checkpoints by itself; at the end we wait for its last ones.
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

  const follow: RuntimeOptions['follow'] = ({ dispatch }) => new Following(connection, run, dispatch, log);
  const storeEpoch = (epoch: number) => writeLeaderEpoch(folder, epoch);
  const leaderKey = stores.leader;
  const runtime = new CoordinatorRuntime({
    node,
    leaderKey,
    storeEpoch,
    loadLatest,
    saves,
    follow,
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

/** Undefined for a run that is finished. @throws RunFailedError, OtherLeadsError, StoreLostError */
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
