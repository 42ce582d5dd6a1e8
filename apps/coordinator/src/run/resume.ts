/** Opens the folder of a new run, or loads the latest state of a resumed run. */
import { inboxPrefix } from '@lockstep/access';
import type { Logger } from '@lockstep/cli';
import type { Checkpoint } from '@lockstep/checkpoint';
import type { TrainingState } from '@lockstep/cluster';
import type { ParameterList } from '@lockstep/task';
import { connectNats } from '@lockstep/transport';
import { toTrainingState } from './checkpoint-codec.js';
import type { CoordinatorConfig } from '../config.js';
import {
  checkIsNew,
  defaultOut,
  folderToResume,
  newRunId,
  openRunFolder,
  readRunFile,
  resumedConfig,
  type RunFolder,
} from './run-folder.js';
import { openStores } from './stores.js';

export interface FoundRun {
  config: CoordinatorConfig;
  folder: RunFolder;
  /** Undefined for a new run. */
  resumed: TrainingState | undefined;
  /** SHA-256 of each data file of the run, empty for a new run. */
  data: readonly unknown[];
}

/** @throws UsageError, OutFolderError, ForeignCheckpointError */
export async function openRun(
  config: CoordinatorConfig,
  given: ReadonlySet<keyof CoordinatorConfig>,
  parameters: ParameterList,
  log: Logger,
): Promise<FoundRun> {
  if (config.resume === undefined) {
    const run = newRunId(new Date());
    const dir = config.out ?? defaultOut(run);
    await checkIsNew(dir);
    const folder = await openRunFolder(run, dir);
    return { config, folder, resumed: undefined, data: [] };
  }
  const dir = await folderToResume(config);
  const saved = await readRunFile(dir);
  const folder = await openRunFolder(saved.run, dir);
  const restored = resumedConfig(config, given, saved.config);
  const checkpoint = await latestCheckpoint(config, folder, log);
  if (checkpoint) log.info(`resuming from step ${checkpoint.step} of run ${folder.run}`);
  else log.warn(`${dir} has no valid checkpoint: starting from step 0`);
  const resumed = checkpoint && toTrainingState(checkpoint, parameters);
  return { config: restored, folder, resumed, data: saved.data };
}

async function latestCheckpoint(
  config: CoordinatorConfig,
  folder: RunFolder,
  log: Logger,
): Promise<Checkpoint | undefined> {
  const onDisk = await latestOnDisk(folder, log);
  return (await newerInStore(config, folder, onDisk?.step ?? -1, log)) ?? onDisk;
}

async function latestOnDisk(folder: RunFolder, log: Logger): Promise<Checkpoint | undefined> {
  const { latest, passedOver } = await folder.checkpoints.readLatestValid();
  for (const { name, reason } of passedOver) log.warn(`passed over the damaged checkpoint ${name}: ${reason}`);
  return latest?.checkpoint;
}

/** Returns the checkpoint in the object store if it is newer, for example on another machine or after a standby has led. */
async function newerInStore(
  config: CoordinatorConfig,
  folder: RunFolder,
  stepOnDisk: number,
  log: Logger,
): Promise<Checkpoint | undefined> {
  if (config.natsUrl === undefined) return undefined;
  const connection = await connectNats({
    url: config.natsUrl,
    name: `lockstep coordinator ${folder.run}`,
    inboxPrefix: inboxPrefix({ role: 'coordinator' }),
    secrets: config,
  });
  try {
    const { checkpoints } = await openStores(connection, folder.run, log);
    if (((await checkpoints.getLatest())?.announcement.step ?? -1) <= stepOnDisk) return undefined;
    const checkpoint = await checkpoints.readLatest();
    if (checkpoint) log.info(`loaded the checkpoint of step ${checkpoint.step} from the object store`);
    return checkpoint;
  } finally {
    await connection.close();
  }
}
