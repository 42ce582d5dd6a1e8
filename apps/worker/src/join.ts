/** From a connection to a worker that is ready to join: find the run, check that we fit, get the data, start computing. */
import { UserError } from '@lockstep/errors';
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { WorkerMachine, type DataConfig } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { PARAMETER_COUNT, schemaHash } from '@lockstep/model/schema';
import { cacheDir } from '@lockstep/native';
import { PROTOCOL_VERSION, RunSubjects, type RunInfo } from '@lockstep/protocol';
import { cachedObject, discoverRun, ObjectBucket, type connectNats } from '@lockstep/transport';
import { Compute } from './compute.js';
import type { ComputeSetup } from './compute-messages.js';
import type { WorkerConfig } from './config.js';
import type { Computing } from './work.js';

type Connection = Awaited<ReturnType<typeof connectNats>>;

/** What computes, and as what it introduces itself. */
export interface ReadyComputing extends Computing {
  readonly fingerprint: string;
  readonly device: string;
  stop(): Promise<void>;
}

export interface ReadyWorker {
  run: string;
  machine: WorkerMachine;
  compute: ReadyComputing;
}

/** The run's model or protocol is not this program's. */
export class UnfitError extends UserError {}

/**
 * @param start what computes the run's shards: TensorFlow, but for load tests
 * @throws NoRunError, UnfitError, DamagedObjectError, or what TensorFlow says when it cannot start
 */
export async function getReady(
  config: WorkerConfig,
  connection: Connection,
  log: Logger,
  start: (setup: ComputeSetup) => Promise<ReadyComputing> = (setup) => Compute.start(setup, log),
): Promise<ReadyWorker> {
  const info = await discoverRun(connection, config.run, config.patience * 1000, () => {
    log.info(`waiting for ${config.run === undefined ? 'a run' : `the run ${config.run}`} to answer`);
  });
  checkFit(info);
  log.info(`found the run ${info.run}: ${info.dataset}, batches of ${info.batchSize} in ${info.shards} shards`);
  const data = await ObjectBucket.open(connection, RunSubjects.dataBucket);
  const directory = join(cacheDir(), 'datasets');
  const plan = dataConfig(info);
  const compute = await start({
    plan,
    threads: info.threads,
    trainImagesPath: await cachedObject(data, directory, info.trainImages.sha256),
    testImagesPath: await cachedObject(data, directory, info.testImages.sha256),
  });
  log.info(`computes with ${compute.device}, fingerprint ${compute.fingerprint.slice(0, 12)}…`);
  const { parameterCount, partSizeBytes, wireDtype, threads, heartbeatIntervalMs, heartbeatTimeoutMs } = info;
  const machine = new WorkerMachine({
    ...plan,
    parameterCount,
    partSizeBytes,
    wireDtype,
    schemaHash: schemaHash(),
    fingerprint: compute.fingerprint,
    device: compute.device,
    host: hostname(),
    threads,
    heartbeatIntervalMs,
    heartbeatTimeoutMs,
    incarnation: randomInt(1, 2 ** 32),
  });
  return { run: info.run, machine, compute };
}

/** Cheaper here than after TensorFlow has started and the coordinator has refused us. */
function checkFit(info: RunInfo): void {
  if (info.protocolVersion !== PROTOCOL_VERSION) {
    const versions = `the run speaks protocol version ${info.protocolVersion}, this worker ${PROTOCOL_VERSION}`;
    throw new UnfitError(`${versions}: install the same release of Lockstep on all machines`);
  }
  if (info.schemaHash !== schemaHash() || info.parameterCount !== PARAMETER_COUNT) {
    throw new UnfitError(
      'the run trains another model than this worker has: install the same release of Lockstep on all machines',
    );
  }
}

function dataConfig({ seed, batchSize, shards, trainSamples, testSamples }: RunInfo): DataConfig {
  if (batchSize < shards) throw new UnfitError(`the run cuts batches of ${batchSize} samples into ${shards} shards`);
  return { seed, batchSize, shards, trainSamples, testSamples };
}
