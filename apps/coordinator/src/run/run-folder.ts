/** The folder of a run: its files, the choice of the run to resume, and the options that a resumed run keeps. */
import { messageOf, UserError } from '@lockstep/errors';
import { randomBytes } from 'node:crypto';
import { access, constants, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '@lockstep/cli';
import { CheckpointFolder, makeFolder, writeFileAtomic } from '@lockstep/checkpoint';
import type { CoordinatorConfig } from '../config.js';

export interface RunFolder {
  run: string;
  dir: string;
  checkpoints: CheckpointFolder;
  metricsPath: string;
  summaryPath: string;
  figuresDir: string;
  natsDir: string;
}

/** The folder of --out cannot be used. */
export class OutFolderError extends UserError {
  constructor(dir: string, cause: unknown) {
    super(
      `--out: the folder ${dir} cannot be written to (${messageOf(cause)}): choose another with --out, or make room`,
      { cause },
    );
  }
}

/** The folder that holds the run folders by default. */
export const RUNS = 'runs';
const RUN_FILE = 'run.json';

export function newRunId(now: Date): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${time}-${randomBytes(2).toString('hex')}`;
}

/** Returns the folder to resume. @throws UsageError when it does not exist */
export async function folderToResume(config: CoordinatorConfig): Promise<string> {
  const named = typeof config.resume === 'string' ? config.resume : config.out;
  if (named !== undefined) {
    if (await isFolder(named)) return resolve(named);
    throw new UsageError(`--resume: there is no run folder ${resolve(named)}`);
  }
  const [latest] = await runFolders();
  if (latest === undefined) throw new UsageError('--resume: there is no run in runs/; omit --resume to start one');
  return resolve(latest);
}

/** Returns the folders of the runs in runs/, latest first. */
export async function runFolders(): Promise<string[]> {
  const names = await readdir(RUNS).catch((): string[] => []);
  const changed = await Promise.all(names.map(async (name) => ({ name, time: await changedMs(join(RUNS, name)) })));
  const runs = changed.filter(({ time }) => time > 0).sort((a, b) => b.time - a.time);
  return runs.map(({ name }) => join(RUNS, name));
}

/** Creates the folder if it does not exist, and checks that it is writable. @throws OutFolderError */
export async function openRunFolder(run: string, dir: string): Promise<RunFolder> {
  const full = resolve(dir);
  try {
    for (const folder of [full, join(full, 'figures'), join(full, 'nats')]) await makeFolder(folder);
    await access(full, constants.W_OK);
    return {
      run,
      dir: full,
      checkpoints: await CheckpointFolder.open(join(full, 'checkpoints')),
      metricsPath: join(full, 'metrics.jsonl'),
      summaryPath: join(full, 'summary.json'),
      figuresDir: join(full, 'figures'),
      natsDir: join(full, 'nats'),
    };
  } catch (error) {
    throw new OutFolderError(full, error);
  }
}

/** Checks that the folder holds no results of another run. A failed start leaves no results. @throws UsageError */
export async function checkIsNew(dir: string): Promise<void> {
  const checkpoints = await readdir(join(dir, 'checkpoints')).catch((): string[] => []);
  const metrics = await stat(join(dir, 'metrics.jsonl')).catch(() => undefined);
  if (checkpoints.length === 0 && (metrics?.size ?? 0) === 0) return;
  throw new UsageError(
    `--out: ${resolve(dir)} already holds a run: choose another folder, or resume that run with --resume`,
  );
}

/** Free space that a run requires, for the last checkpoints, their copies in the object store, and the dataset. */
const ROOM_MIB = 48;

/** Checks the free space before anything is started. @throws OutFolderError */
export async function checkRoom({ dir }: RunFolder): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const freeMib = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMib < ROOM_MIB)
    throw new OutFolderError(dir, new Error(`its disk has ${freeMib} MiB free, a run takes ${ROOM_MIB}`));
}

export function defaultOut(run: string): string {
  return join(RUNS, run);
}

/** Options that determine the bits. A resumed run keeps them. */
const FIXED = [
  'task',
  'dataset',
  'batchSize',
  'shards',
  'lr',
  'seed',
  'threads',
  'wireDtype',
  'mixedNumerics',
] as const;

/**
 * Returns the config of a resumed run. It keeps the options that determine the bits, and may change the length.
 * @throws UsageError when a given option contradicts the run
 */
export function resumedConfig(
  config: CoordinatorConfig,
  given: ReadonlySet<keyof CoordinatorConfig>,
  saved: Readonly<Record<string, unknown>>,
): CoordinatorConfig {
  const resumed = { ...config };
  // A run that was started before --wire-dtype existed has float32.
  const settings: Readonly<Record<string, unknown>> = { wireDtype: 'f32', ...saved };
  for (const key of FIXED) {
    const before = settings[key];
    if (before === undefined) continue;
    if (given.has(key) && config[key] !== before) {
      if (key === 'mixedNumerics' && config[key]) continue;
      throw new UsageError(
        `--resume: the run has ${key} = ${JSON.stringify(before)}, not ${String(config[key])}: omit the option`,
      );
    }
    Object.assign(resumed, { [key]: before });
  }
  for (const key of ['epochs', 'maxSteps', 'dataDir'] as const) {
    if (!given.has(key) && saved[key] !== undefined) Object.assign(resumed, { [key]: saved[key] });
  }
  return resumed;
}

/** Returns the part of the config that the run stores. */
export function savedConfig(config: CoordinatorConfig): Record<string, unknown> {
  const keys = [...FIXED, 'epochs', 'maxSteps'] as const;
  return Object.fromEntries(keys.filter((key) => config[key] !== undefined).map((key) => [key, config[key]]));
}

/** The content of run.json, which a run writes at its start so that it can be resumed at any time. */
export interface RunFile {
  run: string;
  config: Record<string, unknown>;
  /** SHA-256 of each data file, in the task's order. */
  data: readonly unknown[];
}

export async function writeRunFile(
  { run, dir }: RunFolder,
  config: CoordinatorConfig,
  data: readonly string[],
): Promise<void> {
  const { dataDir } = config;
  const saved = { ...savedConfig(config), ...(dataDir === undefined ? {} : { dataDir: resolve(dataDir) }) };
  await writeFileAtomic(join(dir, RUN_FILE), `${JSON.stringify({ run, config: saved, data }, null, 2)}\n`);
}

/** Reads run.json. @throws UsageError when the folder is not a run folder */
export async function readRunFile(dir: string): Promise<RunFile> {
  const path = join(dir, RUN_FILE);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`--resume: ${dir} is not the folder of a run: it has no ${RUN_FILE}`);
  try {
    const { run, config, data } = JSON.parse(text) as { run: unknown; config: unknown; data: unknown };
    if (typeof run === 'string' && typeof config === 'object' && config !== null) {
      return { run, config: config as Record<string, unknown>, data: Array.isArray(data) ? data : [] };
    }
  } catch {
    // The error below covers invalid JSON as well.
  }
  throw new UsageError(`--resume: ${path} is damaged: it must hold the run's id and config`);
}

/**
 * Name of the file with the latest leader epoch of a folder's coordinator. The key in JetStream is authoritative while it exists.
 * After a NATS server has lost its store, a leader without this file would start at epoch 1, and running workers would ignore it.
 */
const EPOCH_FILE = 'leader-epoch';
const MAX_EPOCH = 0xffff_ffff;

/** Returns 0 when no coordinator of this folder has led. */
export async function lastLeaderEpoch({ dir }: RunFolder): Promise<number> {
  const text = await readFile(join(dir, EPOCH_FILE), 'utf8').catch(() => '0');
  const epoch = Number(text.trim());
  return Number.isSafeInteger(epoch) && epoch >= 0 && epoch < MAX_EPOCH ? epoch : 0;
}

/** Must be called before anything is published in the epoch. */
export async function writeLeaderEpoch({ dir }: RunFolder, epoch: number): Promise<void> {
  await writeFileAtomic(join(dir, EPOCH_FILE), `${epoch}\n`);
}

/** Checks that a resumed run has the data that it was trained on. @throws UsageError */
export function checkSameData(saved: readonly unknown[], data: readonly string[]): void {
  if (saved.length === 0 || saved.every((sha256, i) => sha256 === data[i])) return;
  throw new UsageError('--resume: the run was trained on other data: give its --data-dir');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

async function changedMs(runDir: string): Promise<number> {
  return stat(join(runDir, RUN_FILE)).then(
    (entry) => entry.mtimeMs,
    () => 0,
  );
}
