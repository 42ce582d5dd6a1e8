/** Prepares a worker to join: finds the run, checks that the task fits, fetches the data and starts the compute backend. */
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { checkConfig, dataConfigOf, WorkerMachine } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import { cacheDir } from '@lockstep/native';
import { checkFit, RunSubjects } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { cachedFiles, ObjectBucket, type NatsConnection } from '@lockstep/transport';
import { Compute } from './compute/compute.js';
import type { ComputeSetup } from './compute/messages.js';
import type { WorkerConfig } from './config.js';
import { findRun } from './connect.js';
import type { ComputeBackend } from './runtime.js';

/** A backend that has loaded the run's task, with the properties that the worker reports when it joins. */
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
 * @throws TaskNotFoundError, NoRunError, UnfitError, InvalidConfigError, DamagedObjectError, or the error of a backend that
 *   cannot start
 */
export async function getReady(
  config: WorkerConfig,
  connection: NatsConnection,
  log: Logger,
  start: (setup: ComputeSetup) => Promise<ReadyBackend> = (setup) => Compute.start(setup, log),
): Promise<ReadyWorker> {
  const directory = process.cwd();
  const { name: task, parameters } = await resolveTask(config.task, directory);
  const info = await findRun(config, connection, log);
  const { schemaHash, count } = parameters;
  checkFit(info, { program: 'worker', task, schemaHash, parameterCount: count });
  log.info(
    `found the run ${info.run}: ${task} on ${info.dataset}, batches of ${info.batchSize} in ${info.shards} shards`,
  );
  const data = await ObjectBucket.open(connection, RunSubjects.dataBucket);
  const files = await cachedFiles(data, join(cacheDir(), 'datasets'), info.files);
  const plan = dataConfigOf(info);
  checkConfig(plan);
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
