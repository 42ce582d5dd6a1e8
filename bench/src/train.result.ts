/** The result of `bench:train` as JSON: ratios of each round, medians over the rounds, each with its raw values. */
import type { Machine } from './environment.js';
import { median, series, type Series } from './statistics.js';
import type { TrainBenchConfig } from './train.config.js';
import type { Contest, Entry } from './train.contest.js';

/** Steps whose losses are averaged: one batch says little. */
const LOSS_STEPS = 20;

/** Rounds in the order in which they were measured, of contests that have all had as many. */
export function trainResultOf(config: TrainBenchConfig, machine: Machine, contests: readonly Contest[]) {
  const [first] = contests.flatMap(({ peer }) => peer);
  return {
    benchmark: 'train',
    machine: { ...machine, torch: first?.torch },
    config,
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

/** Mean losses of the first {@link LOSS_STEPS} steps, of the next ones, and so on. */
function curve(losses: readonly number[] = []): number[] {
  const blocks = Math.ceil(losses.length / LOSS_STEPS);
  const starts = Array.from({ length: blocks }, (_, block) => block * LOSS_STEPS);
  return starts.map((start) => shortened(mean(losses.slice(start, start + LOSS_STEPS))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Losses are small: decimals would not do. */
function shortened(loss: number): number {
  return Number(loss.toPrecision(4));
}
