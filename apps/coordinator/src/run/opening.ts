/** From the options to a run that can begin: its config, its folder, its data. */
import { hostname } from 'node:os';
import { relative } from 'node:path';
import type { Logger } from '@lockstep/cli';
import type { TrainingState } from '@lockstep/cluster';
import type { RunInfo } from '@lockstep/protocol';
import type { Task } from '@lockstep/task';
import type { CoordinatorConfig } from '../config.js';
import { loadDataset, type Dataset } from './dataset.js';
import { findRun } from './find-run.js';
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
  /** What training goes on from; undefined for a run that starts anew, and for a standby. */
  resumed: TrainingState | undefined;
  /** None for a standby: whoever takes a run over finds its data in the object store. */
  dataset: Dataset | undefined;
  /** @param partSizeBytes what the NATS server can carry; a standby keeps what the run has */
  info: (partSizeBytes: number) => RunInfo;
}

/** A run of our own: a new one, or one that is resumed. @throws UsageError, OutFolderError, and what a damaged file throws */
export async function openOwnRun({ values, given, task }: ReadConfig, log: Logger): Promise<PreparedRun> {
  const { config, folder, resumed, data } = await openRun(values, given, task.parameters, log);
  // Before anything starts: a damaged file is found here, and not by every worker.
  const dataset = await loadDataset(task.data, config.dataset, config.dataDir);
  const hashes = dataset.files.map(({ sha256 }) => sha256);
  checkSameData(data, hashes);
  await openFolder(config, folder, hashes, log);
  const info = (partSizeBytes: number) => runInfo(folder.run, config, task, dataset, partSizeBytes);
  return { task, config, folder, resumed, dataset, info };
}

/** Somebody else's run, to stand by for. @throws UsageError, OutFolderError, UnfitError, NatsUnreachableError */
export async function openStandby({ values, given, task }: ReadConfig, log: Logger): Promise<PreparedRun> {
  const info = await findRun(values, log);
  const config = standbyConfig(values, given, task, info);
  const dir = config.out ?? `${defaultOut(info.run)}-standby-${hostname()}-${process.pid}`;
  // One that is started again may go on in its folder.
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
