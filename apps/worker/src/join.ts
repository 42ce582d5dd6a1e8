/** From a connection to a worker that is ready to join: find the run, check that it fits, fetch the data, start computing. */
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { WorkerMachine, type DataConfig } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { cacheDir } from '@lockstep/native';
import { checkFit, RunSubjects, UnfitError, type RunInfo } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { cachedFiles, discoverRun, ObjectBucket, type connectNats } from '@lockstep/transport';
import { Compute } from './compute/compute.js';
import type { ComputeSetup } from './compute/messages.js';
import type { WorkerConfig } from './config.js';
import type { ComputeBackend } from './runtime.js';

type Connection = Awaited<ReturnType<typeof connectNats>>;

/** A backend that has loaded the run's task, and what a worker says of it when it joins. */
export interface ReadyBackend extends ComputeBackend {
  readonly fingerprint: string;
  readonly device: string;
  stop(): Promise<void>;
}

export interface ReadyWorker {
  run: string;
  machine: WorkerMachine;
  compute: ReadyBackend;
}

/**
 * @param start starts the backend that computes the run's shards; load tests replace it
 * @throws TaskNotFoundError, NoRunError, UnfitError, DamagedObjectError, or what the backend throws when it cannot start
 */
export async function getReady(
  config: WorkerConfig,
  connection: Connection,
  log: Logger,
  start: (setup: ComputeSetup) => Promise<ReadyBackend> = (setup) => Compute.start(setup, log),
): Promise<ReadyWorker> {
  const directory = process.cwd();
  const { name: task, parameters } = await resolveTask(config.task, directory);
  const info = await discoverRun(connection, config.run, config.patience * 1000, () => {
    log.info(`waiting for ${config.run === undefined ? 'a run' : `the run ${config.run}`} to answer`);
  });
  const { schemaHash, count } = parameters;
  checkFit(info, { program: 'worker', task, schemaHash, parameterCount: count });
  log.info(
    `found the run ${info.run}: ${task} on ${info.dataset}, batches of ${info.batchSize} in ${info.shards} shards`,
  );
  const data = await ObjectBucket.open(connection, RunSubjects.dataBucket);
  const files = await cachedFiles(data, join(cacheDir(), 'datasets'), info.files);
  const plan = dataConfig(info);
  const compute = await start({ plan, threads: info.threads, task: config.task, directory, files });
  log.info(`computes with ${compute.device}, fingerprint ${compute.fingerprint.slice(0, 12)}…`);
  const { parameterCount, partSizeBytes, wireDtype, threads, heartbeatIntervalMs, heartbeatTimeoutMs } = info;
  const machine = new WorkerMachine({
    ...plan,
    parameterCount,
    partSizeBytes,
    wireDtype,
    schemaHash,
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

function dataConfig({ seed, batchSize, shards, trainSamples, testSamples }: RunInfo): DataConfig {
  if (batchSize < shards) throw new UnfitError(`the run cuts batches of ${batchSize} samples into ${shards} shards`);
  return { seed, batchSize, shards, trainSamples, testSamples };
}
