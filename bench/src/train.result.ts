/** The result of `bench:train` as JSON: ratios of each round and their medians, with the raw values. */
import { machine } from './environment.js';
import { median, series, type Series } from './statistics.js';
import type { TrainBenchConfig } from './train.config.js';
import type { Contest, Entry } from './train.contest.js';

/** The number of steps whose losses are averaged, because the losses of single batches vary. */
const LOSS_STEPS = 20;

/** The result of contests with equal numbers of rounds. Values are in the order of the rounds. */
export function trainResultOf(config: TrainBenchConfig, contests: readonly Contest[]) {
  const [first] = contests.flatMap(({ peer }) => peer);
  return {
    machine: { ...machine(), torch: first?.torch },
    loss_after: { images: (config.warmUp + config.steps) * config.batch, mean_of_steps: LOSS_STEPS },
    cases: contests.map(caseOf),
  };
}

type MeasuredContest = Pick<Contest, 'setting' | 'peer' | 'entries'>;

export function caseOf({ setting, peer, entries }: MeasuredContest) {
  return {
    workers: setting.workers,
    threads: setting.threads,
    peer: {
      images_per_second: series(peer.map(({ imagesPerSecond }) => imagesPerSecond)),
      step_ms: series(peer.map(({ stepMs }) => median(stepMs))),
      loss: lastLosses(peer),
      loss_curve: curve(peer.at(-1)?.losses),
    },
    lockstep: entries.map((entry) => entryOf(entry, { peer })),
  };
}

function entryOf({ shards, cluster, noNetwork }: Entry, { peer }: Pick<MeasuredContest, 'peer'>) {
  const ratioTo = (others: readonly { imagesPerSecond: number }[]) =>
    series(cluster.map(({ imagesPerSecond }, round) => imagesPerSecond / (others[round]?.imagesPerSecond ?? NaN)));
  return {
    shards,
    ratio_to_peer: ratioTo(peer),
    ratio_to_no_network: ratioTo(noNetwork),
    images_per_second: series(cluster.map(({ imagesPerSecond }) => imagesPerSecond)),
    step_ms: series(cluster.map(({ stepMs }) => stepMs)),
    compute_ms: series(cluster.map(({ computeMs }) => computeMs)),
    overhead_ms: series(cluster.map(({ overheadMs }) => overheadMs)),
    loss: lastLosses(cluster),
    loss_curve: curve(cluster.at(-1)?.losses),
    no_network: {
      images_per_second: series(noNetwork.map(({ imagesPerSecond }) => imagesPerSecond)),
      step_ms: series(noNetwork.map(({ stepMs }) => stepMs)),
      compute_ms: series(noNetwork.map(({ computeMs }) => computeMs)),
    },
  };
}

interface Trained {
  losses: readonly number[];
}

/** Mean loss of the last steps of each round. */
function lastLosses(rounds: readonly Trained[]): Series {
  const means = rounds.map(({ losses }) => mean(losses.slice(-LOSS_STEPS)));
  return { median: shortened(median(means)), values: means.map(shortened) };
}

/** Mean loss of each block of {@link LOSS_STEPS} steps. */
function curve(losses: readonly number[] = []): number[] {
  const blocks = Math.ceil(losses.length / LOSS_STEPS);
  const starts = Array.from({ length: blocks }, (_, block) => block * LOSS_STEPS);
  return starts.map((start) => shortened(mean(losses.slice(start, start + LOSS_STEPS))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Four significant digits, because losses are small. */
function shortened(loss: number): number {
  return Number(loss.toPrecision(4));
}
