/** Prepares a run from the options: its config, its folder, its data. */
import { hostname } from 'node:os';
import { relative } from 'node:path';
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import type { TrainingState } from '@lockstep/cluster';
import type { RunInfo } from '@lockstep/protocol';
import type { Task } from '@lockstep/task';
import { connectNats, discoverRun } from '@lockstep/transport';
import type { CoordinatorConfig } from '../config.js';
import { loadDataset, type Dataset } from './dataset.js';
import type { ReadConfig } from '../read-config.js';
import { openRun } from './resume.js';
import {
  checkIsNew,
  checkRoom,
  checkSameData,
  defaultOut,
  openRunFolder,
  readRunFile,
  writeRunFile,
  type RunFolder,
} from './run-folder.js';
import { runInfo, standbyConfig } from './run-info.js';

export interface PreparedRun {
  task: Task;
  config: CoordinatorConfig;
  folder: RunFolder;
  /** The state to resume from, undefined for a new run and for a standby. */
  resumed: TrainingState | undefined;
  /** Undefined for a standby, because the object store holds the data of its run. */
  dataset: Dataset | undefined;
  /** @param partSizeBytes limit of the NATS server, which a standby ignores because its run has a part size */
  info: (partSizeBytes: number) => RunInfo;
}

/** Prepares a new or a resumed run. @throws UsageError, OutFolderError, and the task's error for damaged data files */
export async function openOwnRun({ values, given, task }: ReadConfig, log: Logger): Promise<PreparedRun> {
  const { config, folder, resumed, data } = await openRun(values, given, task.parameters, log);
  // Finds a damaged file before anything is started.
  const dataset = await loadDataset(task.data, config.dataset, config.dataDir);
  const hashes = dataset.files.map(({ sha256 }) => sha256);
  checkSameData(data, hashes);
  await openFolder(config, folder, hashes, log);
  const info = (partSizeBytes: number) => runInfo(folder.run, config, task, dataset, partSizeBytes);
  return { task, config, folder, resumed, dataset, info };
}

/** Prepares to follow a live run as a standby. @throws UsageError, OutFolderError, UnfitError, NatsUnreachableError */
export async function openStandby({ values, given, task }: ReadConfig, log: Logger): Promise<PreparedRun> {
  const info = await findRun(values, log);
  const config = standbyConfig(values, given, task, info);
  const dir = config.out ?? `${defaultOut(info.run)}-standby-${hostname()}-${process.pid}`;
  // A restarted standby may use its folder again.
  const before = await readRunFile(dir).catch(() => undefined);
  if (before?.run !== info.run) await checkIsNew(dir);
  const folder = await openRunFolder(info.run, dir);
  const hashes = info.files.map(({ sha256 }) => sha256);
  await openFolder(config, folder, hashes, log);
  return { task, config, folder, resumed: undefined, dataset: undefined, info: () => info };
}

async function openFolder(
  config: CoordinatorConfig,
  folder: RunFolder,
  hashes: readonly string[],
  log: Logger,
): Promise<void> {
  await checkRoom(folder);
  await writeRunFile(folder, config, hashes);
  log.info(`run ${folder.run}: ${describe(config)}, results in ${relative(process.cwd(), folder.dir) || '.'}`);
}

function describe({ task, dataset, epochs, batchSize, shards, seed, lr }: CoordinatorConfig): string {
  return `${task} on ${dataset}, ${epochs} epoch(s) of batches of ${batchSize} in ${shards} shards, lr ${lr}, seed ${seed}`;
}

/** Waits until a run answers. @throws NatsUnreachableError, NatsRefusedError, MalformedMessageError */
async function findRun(config: CoordinatorConfig, log: Logger): Promise<RunInfo> {
  const { natsUrl, run } = config;
  const connection = await connectNats({
    url: natsUrl ?? '',
    secrets: config,
    name: 'lockstep standby',
    inboxPrefix: inboxPrefix({ role: 'coordinator' }),
  });
  try {
    return await discoverRun(connection, run, Infinity, () => {
      log.info(`waiting for ${run === undefined ? 'a run' : `the run ${run}`} to answer`);
    });
  } finally {
    await connection.close();
  }
}
