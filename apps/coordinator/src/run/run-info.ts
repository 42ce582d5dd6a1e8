/** The answer of a run to discovery requests, and the config that a standby derives from it. */
import { UsageError } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { checkFit, PROTOCOL_VERSION, UnfitError, type RunInfo } from '@lockstep/protocol';
import type { Task } from '@lockstep/task';
import type { CoordinatorConfig } from '../config.js';
import type { Dataset } from './dataset.js';

export const HEARTBEAT_INTERVAL_MS = 500;
export const HEARTBEAT_TIMEOUT_MS = 5000;

export function runInfo(
  run: string,
  config: CoordinatorConfig,
  { name: task, parameters }: Task,
  { files, trainSamples, testSamples }: Dataset,
  partSizeBytes: number,
): RunInfo {
  const { seed, batchSize, shards } = config;
  return {
    seed,
    batchSize,
    shards,
    trainSamples,
    testSamples,
    protocolVersion: PROTOCOL_VERSION,
    run,
    schemaHash: parameters.schemaHash,
    task,
    dataset: config.dataset,
    files: files.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
    threads: config.threads,
    parameterCount: parameters.count,
    partSizeBytes,
    heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
    heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
    wireDtype: config.wireDtype,
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

/** Returns the number of updates of the whole run. */
export function totalStepsOf({ trainSamples, batchSize, settings }: RunInfo): number {
  const ofEpochs = settings.epochs * stepsPerEpoch(trainSamples, batchSize);
  return settings.maxSteps === 0 ? ofEpochs : Math.min(ofEpochs, settings.maxSteps);
}

/**
 * Returns the config of a standby: the config of the run, with the standby's own options for files and output.
 * @throws UnfitError, or UsageError when a given option contradicts the run
 */
export function standbyConfig(
  config: CoordinatorConfig,
  given: ReadonlySet<keyof CoordinatorConfig>,
  { name: task, parameters, data }: Task,
  info: RunInfo,
): CoordinatorConfig {
  const { schemaHash, count } = parameters;
  checkFit(info, { program: 'coordinator', task, schemaHash, parameterCount: count });
  const { dataset, seed, batchSize, shards, threads, wireDtype, settings } = info;
  const { epochs, maxSteps, learningRate: lr, checkpointEvery, mixedNumerics, audit } = settings;
  if (!data.names.includes(dataset)) {
    throw new UnfitError(
      `the task ${task} has no data set ${dataset} on this machine: use the same version of the task on all machines`,
    );
  }
  const deciding = { dataset, seed, batchSize, shards, threads, wireDtype };
  const ofRun = { ...deciding, epochs, lr, checkpointEvery, mixedNumerics, audit };
  for (const key of Object.keys(ofRun) as (keyof typeof ofRun)[]) {
    if (!given.has(key) || config[key] === ofRun[key]) continue;
    const values = `${JSON.stringify(ofRun[key])}, not ${String(config[key])}`;
    throw new UsageError(`--standby: the run has ${key} = ${values}: omit the option`);
  }
  return { ...config, ...ofRun, maxSteps: maxSteps === 0 ? undefined : maxSteps };
}
