/** The result as JSON, and as tables for people. */
import type { Profile } from '../emulated/steps.js';
import { PATH, type StageTimes } from '../emulated/timeline.js';
import { median, rounded, series } from '../statistics.js';
import { megabytes, type ExchangeCase } from './cases.js';

/** One round of a case, ours. */
export interface OurRound {
  /** Until the first and until the last worker begins its forward pass, of every counted exchange. */
  firstMs: number[];
  lastMs: number[];
  profile: Profile;
  cpuMsPerStep: { coordinator: number; nats: number; workers: number };
  bytesPerStep: { received: number; sent: number };
  othersShare: number;
}

/** One round of a case, the peer's. */
export interface PeerRound {
  allReduceMs: number[];
  allReduceAndAdamMs: number[];
}

export interface MeasuredCase extends ExchangeCase {
  ours: OurRound[];
  peer: PeerRound[];
}

/** Of what comes first in a step to what comes last, with the words for people. */
const WORDS: Record<keyof StageTimes, string> = {
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
  const mid = (values: readonly number[]) => median(values);
  const ratios = (of: (round: OurRound) => readonly number[]) => {
    return series(ours.flatMap((round, i) => (peer[i] ? [mid(of(round)) / mid(peer[i].allReduceAndAdamMs)] : [])));
  };
  return {
    workers,
    parameters,
    megabytes: megabytes(parameters),
    steps,
    warm_up: warmUp,
    exchange_ms: series(ours.map(({ lastMs }) => mid(lastMs))),
    first_forward_ms: series(ours.map(({ firstMs }) => mid(firstMs))),
    ...(peer.length > 0 && {
      gloo_ms: series(peer.map(({ allReduceAndAdamMs }) => mid(allReduceAndAdamMs))),
      gloo_all_reduce_ms: series(peer.map(({ allReduceMs }) => mid(allReduceMs))),
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
      sent: mid(ours.map(({ bytesPerStep }) => bytesPerStep.sent)),
      received: mid(ours.map(({ bytesPerStep }) => bytesPerStep.received)),
    },
    busy_with_others: series(ours.map(({ othersShare }) => othersShare)),
    raw_ms: {
      exchange: ours.map(({ lastMs }) => lastMs.map(rounded)),
      first_forward: ours.map(({ firstMs }) => firstMs.map(rounded)),
      gloo: peer.map(({ allReduceAndAdamMs }) => allReduceAndAdamMs.map(rounded)),
    },
  };
}

/** Stages that take no time in a process are none of its stages. */
function meanTimes(times: readonly StageTimes[]): Partial<StageTimes> {
  const means = PATH.map((stage) => [stage, rounded(mean(times.map((each) => each[stage])))] as const);
  return Object.fromEntries(means.filter(([, ms]) => ms > 0));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Where the time goes, the largest first. */
export function profileLines(path: Partial<StageTimes>): string[] {
  const total = PATH.reduce((sum, stage) => sum + (path[stage] ?? 0), 0);
  const largestFirst = [...PATH].sort((a, b) => (path[b] ?? 0) - (path[a] ?? 0));
  return largestFirst
    .filter((stage) => path[stage] !== undefined)
    .map((stage) => {
      const ms = path[stage] ?? 0;
      return `    ${WORDS[stage].padEnd(26)} ${ms.toFixed(2).padStart(9)} ms ${((100 * ms) / total).toFixed(0).padStart(3)} %`;
    });
}
