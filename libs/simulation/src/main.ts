/**
 * `npx nx run simulation:simulate`: searches for violated promises in many seeded schedules, on all cores.
 *
 * Only this file and report.ts use a clock, threads and a terminal.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { addTally, emptyTally, type Tally } from './campaign.js';
import { optionsOf } from './options.js';
import { HELP, progressLine, report } from './report.js';
import { simulateSeed } from './simulation.js';
import type { Range } from './thread.js';
import { readSnapshot, RECORD_FROM, snapshotOf, writeSnapshot } from './transitions.js';

/** Seeds that a thread runs at a time. A small number lets all threads end at about the same time. */
const RANGE = 20;
const PROGRESS_EVERY_MS = 5000;
/** Largest seed, which has 32 bits. */
const MOST = 0xffff_ffff;

/** An option cannot be used. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Settings {
  seeds: number;
  firstSeed: number;
  seed: number | undefined;
  trace: boolean;
  threads: number;
  record: boolean;
  json: boolean;
  help: boolean;
}

try {
  process.exitCode = await main(settingsOf(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`simulate: ${error.message}; --help lists the options`);
  process.exitCode = 2;
}

async function main(settings: Settings): Promise<number> {
  if (settings.help) {
    console.log(HELP);
    return 0;
  }
  if (settings.seed !== undefined && settings.trace) return trace(settings.seed);
  const seeds = settings.seed === undefined ? settings.seeds : 1;
  const firstSeed = settings.seed ?? settings.firstSeed;
  const startedNs = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - startedNs) / 1e9;
  const tally = emptyTally();
  const progress = setInterval(() => {
    console.error(progressLine(tally, seeds, seconds()));
  }, PROGRESS_EVERY_MS);
  try {
    await runAll(firstSeed, seeds, settings.threads, tally);
  } finally {
    clearInterval(progress);
  }
  tally.violations.sort((a, b) => a.seed - b.seed);
  if (settings.record) writeSnapshot(snapshotOf(tally.seeds, tally.schedulesTaking));
  console.log(
    report(tally, readSnapshot(), { firstSeed, seconds: seconds(), threads: settings.threads, json: settings.json }),
  );
  return tally.violations.length === 0 ? 0 : 1;
}

/** Replays one schedule and prints every event of it. */
function trace(seed: number): number {
  console.log(
    `seed ${seed}: ${JSON.stringify(optionsOf(seed), (_, value: unknown) => (value === Infinity ? 'never' : value))}`,
  );
  const { violation, endedAtMs, events } = simulateSeed(seed, (line) => console.log(line));
  console.log(`seed ${seed}: ${events} events in ${(endedAtMs / 1000).toFixed(1)} simulated seconds`);
  console.log(
    violation ? `seed ${seed}: violated at ${violation.atMs.toFixed(1)} ms: ${violation.message}` : `seed ${seed}: ok`,
  );
  return violation ? 1 : 0;
}

async function runAll(firstSeed: number, seeds: number, threads: number, tally: Tally): Promise<void> {
  let next = firstSeed;
  const end = firstSeed + seeds;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./thread.js', import.meta.url));
    try {
      while (next < end) {
        const range = { firstSeed: next, count: Math.min(RANGE, end - next) };
        next += range.count;
        addTally(tally, await answerOf(worker, range));
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, Math.ceil(seeds / RANGE)) }, work));
}

function answerOf(worker: Worker, range: Range): Promise<Tally> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(range);
  });
}

function settingsOf(args: string[]): Settings {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    seeds: text,
    'first-seed': text,
    seed: text,
    threads: text,
    trace: flag,
    record: flag,
    json: flag,
    help: flag,
  };
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.trace && values.seed === undefined)
    throw new UsageError('--trace prints one schedule: give its seed with --seed=N');
  const seeds = integer('seeds', values.seeds ?? '1000', 1, MOST);
  if (values.record && (values.seed !== undefined || seeds < RECORD_FROM))
    throw new UsageError(`--record needs at least --seeds=${RECORD_FROM}`);
  return {
    seeds,
    firstSeed: integer('first-seed', values['first-seed'] ?? '1', 0, MOST),
    seed: values.seed === undefined ? undefined : integer('seed', values.seed, 0, MOST),
    threads: integer('threads', values.threads ?? String(availableParallelism()), 1, 256),
    trace: values.trace,
    record: values.record,
    json: values.json,
    help: values.help,
  };
}

/** @throws UsageError */
function integer(name: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number;
  throw new UsageError(`--${name} is "${value}", expected an integer from ${least} to ${most}`);
}
