/** The result of `bench:exchange` as JSON, and its profile as a table. */
import type { Profile } from '../emulated/steps.js';
import { PATH, type StageTimes } from '../emulated/timeline.js';
import { median, rounded, series } from '../statistics.js';
import { megabytes, type ExchangeCase } from './cases.js';

/** One round of our side of a case. */
export interface OurRound {
  /** For each counted exchange, the time until the first and until the last worker starts its forward pass. */
  firstMs: number[];
  lastMs: number[];
  profile: Profile;
  cpuMsPerStep: { coordinator: number; nats: number; workers: number };
  bytesPerStep: { received: number; sent: number };
  othersShare: number;
}

/** One round of the peer's side of a case. */
export interface PeerRound {
  allReduceMs: number[];
  allReduceAndAdamMs: number[];
}

export interface MeasuredCase extends ExchangeCase {
  ours: OurRound[];
  peer: PeerRound[];
}

/** Names of the stages in the table. */
const LABELS: Record<keyof StageTimes, string> = {
  encode: 'encode (workers)',
  send: 'send (workers)',
  server: 'server and kernel, up',
  receive: 'receive (coordinator)',
  decode: 'decode (coordinator)',
  take: 'check and copy parts',
  add: 'add',
  adam: 'Adam',
  broadcastEncode: 'broadcast: encode',
  broadcastSend: 'broadcast: send',
  broadcastServer: 'broadcast: server, kernel',
  broadcastReceive: 'broadcast: receive',
  broadcastDecode: 'broadcast: decode',
  broadcastTake: 'broadcast: copy parts',
};

export function caseResult({ ours, peer, workers, parameters, steps, warmUp }: MeasuredCase) {
  const ratios = (of: (round: OurRound) => readonly number[]) => {
    return series(
      ours.flatMap((round, i) => (peer[i] ? [median(of(round)) / median(peer[i].allReduceAndAdamMs)] : [])),
    );
  };
  return {
    workers,
    parameters,
    megabytes: megabytes(parameters),
    steps,
    warm_up: warmUp,
    exchange_ms: series(ours.map(({ lastMs }) => median(lastMs))),
    first_forward_ms: series(ours.map(({ firstMs }) => median(firstMs))),
    ...(peer.length > 0 && {
      gloo_ms: series(peer.map(({ allReduceAndAdamMs }) => median(allReduceAndAdamMs))),
      gloo_all_reduce_ms: series(peer.map(({ allReduceMs }) => median(allReduceMs))),
      ratio: ratios(({ lastMs }) => lastMs),
      ratio_to_first_forward: ratios(({ firstMs }) => firstMs),
    }),
    path_ms: meanTimes(ours.map(({ profile }) => profile.pathMs)),
    coordinator_busy_ms: meanTimes(ours.map(({ profile }) => profile.coordinatorMs)),
    worker_busy_ms: meanTimes(ours.map(({ profile }) => profile.workerMs)),
    cpu_ms_per_step: {
      coordinator: series(ours.map(({ cpuMsPerStep }) => cpuMsPerStep.coordinator)),
      nats: series(ours.map(({ cpuMsPerStep }) => cpuMsPerStep.nats)),
      workers: series(ours.map(({ cpuMsPerStep }) => cpuMsPerStep.workers)),
    },
    bytes_per_step_and_worker: {
      sent: median(ours.map(({ bytesPerStep }) => bytesPerStep.sent)),
      received: median(ours.map(({ bytesPerStep }) => bytesPerStep.received)),
    },
    busy_with_others: series(ours.map(({ othersShare }) => othersShare)),
    raw_ms: {
      exchange: ours.map(({ lastMs }) => lastMs.map(rounded)),
      first_forward: ours.map(({ firstMs }) => firstMs.map(rounded)),
      gloo: peer.map(({ allReduceAndAdamMs }) => allReduceAndAdamMs.map(rounded)),
    },
  };
}

/** Mean time of each stage, without stages that take no time. */
function meanTimes(times: readonly StageTimes[]): Partial<StageTimes> {
  const means = PATH.map((stage) => [stage, rounded(mean(times.map((each) => each[stage])))] as const);
  return Object.fromEntries(means.filter(([, ms]) => ms > 0));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A line for each stage, the largest first. */
export function profileLines(path: Partial<StageTimes>): string[] {
  const total = PATH.reduce((sum, stage) => sum + (path[stage] ?? 0), 0);
  const largestFirst = [...PATH].sort((a, b) => (path[b] ?? 0) - (path[a] ?? 0));
  return largestFirst
    .filter((stage) => path[stage] !== undefined)
    .map((stage) => {
      const ms = path[stage] ?? 0;
      return `    ${LABELS[stage].padEnd(26)} ${ms.toFixed(2).padStart(9)} ms ${((100 * ms) / total).toFixed(0).padStart(3)} %`;
    });
}
