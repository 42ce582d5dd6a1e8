/** What a run tells those who take part in it, and what a standby makes of that. */
import { UserError } from '@lockstep/errors';
import { UsageError } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import type { DataConfig } from '@lockstep/cluster';
import { PARAMETER_COUNT, schemaHash } from '@lockstep/model/schema';
import { PROTOCOL_VERSION, type RunInfo } from '@lockstep/protocol';
import { DATASETS, type CoordinatorConfig } from '../config.js';
import type { Dataset } from './dataset.js';

export const HEARTBEAT_INTERVAL_MS = 500;
export const HEARTBEAT_TIMEOUT_MS = 5000;

/** The run's model or protocol is not this program's. */
export class UnfitError extends UserError {}

export function runInfo(
  run: string,
  config: CoordinatorConfig,
  { trainImages, testImages }: Dataset,
  partSizeBytes: number,
): RunInfo {
  const { seed, batchSize, shards } = config;
  return {
    seed,
    batchSize,
    shards,
    trainSamples: trainImages.samples,
    testSamples: testImages.samples,
    protocolVersion: PROTOCOL_VERSION,
    run,
    schemaHash: schemaHash(),
    dataset: config.dataset,
    trainImages: { sha256: trainImages.sha256, bytes: trainImages.bytes },
    testImages: { sha256: testImages.sha256, bytes: testImages.bytes },
    threads: config.threads,
    parameterCount: PARAMETER_COUNT,
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

/** What decides which samples are in which step and shard. */
export function dataConfig({ seed, batchSize, shards, trainSamples, testSamples }: RunInfo): DataConfig {
  return { seed, batchSize, shards, trainSamples, testSamples };
}

/** Updates after which the run ends. */
export function totalStepsOf({ trainSamples, batchSize, settings }: RunInfo): number {
  const ofEpochs = settings.epochs * stepsPerEpoch(trainSamples, batchSize);
  return settings.maxSteps === 0 ? ofEpochs : Math.min(ofEpochs, settings.maxSteps);
}

/**
 * The config of a standby: the run's, whatever its own options say but for where it writes and what it shows.
 * @throws UnfitError, and UsageError when a given option contradicts the run
 */
export function standbyConfig(
  config: CoordinatorConfig,
  given: ReadonlySet<keyof CoordinatorConfig>,
  info: RunInfo,
): CoordinatorConfig {
  checkFit(info);
  const { seed, batchSize, shards, threads, wireDtype, settings } = info;
  const { epochs, maxSteps, learningRate: lr, checkpointEvery, mixedNumerics, audit } = settings;
  const dataset = DATASETS.find((name) => name === info.dataset);
  if (!dataset) throw new UnfitError(`this release of Lockstep knows no dataset ${info.dataset}: ${SAME_RELEASE}`);
  const deciding = { dataset, seed, batchSize, shards, threads, wireDtype };
  const ofRun = { ...deciding, epochs, lr, checkpointEvery, mixedNumerics, audit };
  for (const key of Object.keys(ofRun) as (keyof typeof ofRun)[]) {
    if (!given.has(key) || config[key] === ofRun[key]) continue;
    const values = `${JSON.stringify(ofRun[key])}, not ${String(config[key])}`;
    throw new UsageError(`--standby: the run has ${key} = ${values}: leave the option out`);
  }
  return { ...config, ...ofRun, maxSteps: maxSteps === 0 ? undefined : maxSteps };
}

const SAME_RELEASE = 'install the same release of Lockstep on all machines';

function checkFit({ protocolVersion, schemaHash: schema, parameterCount }: RunInfo): void {
  if (protocolVersion !== PROTOCOL_VERSION) {
    const versions = `the run speaks protocol version ${protocolVersion}, this coordinator ${PROTOCOL_VERSION}`;
    throw new UnfitError(`${versions}: ${SAME_RELEASE}`);
  }
  if (schema !== schemaHash() || parameterCount !== PARAMETER_COUNT)
    throw new UnfitError(`the run trains another model than this coordinator has: ${SAME_RELEASE}`);
}
