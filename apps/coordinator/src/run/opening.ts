/** From the options to a run that can begin: its config, its folder, its images. */
import { hostname } from 'node:os';
import { relative } from 'node:path';
import type { Logger } from '@lockstep/cli';
import type { TrainingState } from '@lockstep/cluster';
import type { RunInfo } from '@lockstep/protocol';
import type { CoordinatorConfig } from '../config.js';
import { loadDataset, type Dataset } from './dataset.js';
import { findRun } from './find-run.js';
import { openRun } from './resume.js';
import {
  checkIsNew,
  checkRoom,
  checkSameImages,
  defaultOut,
  openRunFolder,
  readRunFile,
  writeRunFile,
  type RunFolder,
} from './run-folder.js';
import { runInfo, standbyConfig } from './run-info.js';

export interface PreparedRun {
  config: CoordinatorConfig;
  folder: RunFolder;
  /** What training goes on from; undefined for a run that starts anew, and for a standby. */
  resumed: TrainingState | undefined;
  /** None for a standby: whoever takes a run over finds its images in the object store. */
  dataset: Dataset | undefined;
  /** @param partSizeBytes what the NATS server can carry; a standby keeps what the run has */
  info: (partSizeBytes: number) => RunInfo;
}

type Given = ReadonlySet<keyof CoordinatorConfig>;

/** A run of our own: a new one, or one that is resumed. @throws UsageError, OutFolderError, and what a damaged file throws */
export async function openOwnRun(options: CoordinatorConfig, given: Given, log: Logger): Promise<PreparedRun> {
  const { config, folder, resumed, images } = await openRun(options, given, log);
  // Before anything starts: a damaged file is found here, and not by every worker.
  const dataset = await loadDataset(config.dataset, config.dataDir);
  const hashes = [dataset.trainImages.sha256, dataset.testImages.sha256];
  checkSameImages(images, hashes);
  await openFolder(config, folder, hashes, log);
  const info = (partSizeBytes: number) => runInfo(folder.run, config, dataset, partSizeBytes);
  return { config, folder, resumed, dataset, info };
}

/** Somebody else's run, to stand by for. @throws UsageError, OutFolderError, UnfitError, NatsUnreachableError */
export async function openStandby(options: CoordinatorConfig, given: Given, log: Logger): Promise<PreparedRun> {
  const info = await findRun(options, log);
  const config = standbyConfig(options, given, info);
  const dir = config.out ?? `${defaultOut(info.run)}-standby-${hostname()}-${process.pid}`;
  // One that is started again may go on in its folder.
  const before = await readRunFile(dir).catch(() => undefined);
  if (before?.run !== info.run) await checkIsNew(dir);
  const folder = await openRunFolder(info.run, dir);
  await openFolder(config, folder, [info.trainImages.sha256, info.testImages.sha256], log);
  return { config, folder, resumed: undefined, dataset: undefined, info: () => info };
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

function describe({ dataset, epochs, batchSize, shards, seed, lr }: CoordinatorConfig): string {
  return `${dataset}, ${epochs} epoch(s) of batches of ${batchSize} in ${shards} shards, lr ${lr}, seed ${seed}`;
}
