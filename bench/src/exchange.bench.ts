/**
 * Measures the cost of distributing a step, against gloo's all-reduce and Adam.
 *
 * Each round measures every case of one number of workers, ours and the peer's in turn. The order changes from round to round.
 */
import { stopSignal } from '@lockstep/cli';
import { runBenchmark } from './benchmark.js';
import { disturbance } from './emulated/disturbance.js';
import { EmulatedRunError } from './emulated/errors.js';
import { runEmulated } from './emulated/run.js';
import { bytesPerStep, exchangesOf, profileOf } from './emulated/steps.js';
import { COMMAND_LINE, type ExchangeBenchConfig } from './exchange.config.js';
import { casesOf, megabytes, type ExchangeCase } from './exchange/cases.js';
import { caseResult, profileLines, type MeasuredCase, type OurRound } from './exchange/result.js';
import { ensurePeer } from './peer-environment.js';
import { measurePeerExchange } from './peer.js';
import { print } from './print.js';

/** Rounds of one call of the peer. It measures all sizes in one call, because its start takes the longest. */
const PEER_ROUNDS = 20;
const BATCH = 128;

async function measure(config: ExchangeBenchConfig): Promise<object> {
  const signal = stopSignal();
  const { cases, leftOut } = casesOf(config);
  leftOut.forEach(print);
  const python = config.alone ? undefined : await ensurePeer({ signal });
  const measured = cases.map((each): MeasuredCase => ({ ...each, ours: [], peer: [] }));
  for (let round = 1; round <= config.rounds; round++) {
    for (const workers of new Set(config.workers)) {
      const group = measured.filter((each) => each.workers === workers);
      if (group.length === 0) continue;
      const ours = () => measureOurs(config, group, signal);
      const theirs = () => (python === undefined ? undefined : measureTheirs(group, python, signal));
      for (const run of round % 2 === 1 ? [ours, theirs] : [theirs, ours]) await run();
      group.forEach((each) => print(`round ${round}: ${roundLine(each)}`));
    }
  }
  const results = measured.map(caseResult);
  for (const result of results) {
    const { path_ms: path, workers, megabytes: size, exchange_ms: exchange } = result;
    print(`${size} MB, ${workers} workers: median ${exchange.median.toFixed(2)} ms${ratioText(result)}`);
    profileLines(path).forEach(print);
  }
  const disturbed = disturbance(results.map(({ busy_with_others: others }) => others.median));
  if (disturbed !== undefined) print(disturbed);
  return { left_out: leftOut, cases: results };
}

async function measureOurs(config: ExchangeBenchConfig, group: MeasuredCase[], signal: AbortSignal): Promise<void> {
  for (const each of group) each.ours.push(await measureCase(config, each, signal));
}

async function measureCase(
  { computeMs, wireDtype }: ExchangeBenchConfig,
  { workers, parameters, steps, warmUp }: ExchangeCase,
  signal: AbortSignal,
): Promise<OurRound> {
  const model = { parameterCount: parameters, wireDtype };
  const plan = { run: 'exchange', workers, ...model, computeMs, batch: BATCH, warmUp, steps };
  const run = await runEmulated(plan, signal);
  const exchanges = exchangesOf(plan, run.reports);
  if (exchanges.length === 0) throw new EmulatedRunError('no step had all workers: use an idle machine');
  return {
    firstMs: exchanges.map(({ startMs, firstMs }) => firstMs - startMs),
    lastMs: exchanges.map(({ startMs, lastMs }) => lastMs - startMs),
    profile: profileOf(run, exchanges, workers),
    cpuMsPerStep: run.cpuMsPerStep,
    bytesPerStep: bytesPerStep(plan, run.reports),
    othersShare: run.othersShare,
  };
}

async function measureTheirs(group: MeasuredCase[], python: string, signal: AbortSignal): Promise<void> {
  const workers = group[0]!.workers;
  const sizesBytes = group.map(({ parameters }) => parameters * Float32Array.BYTES_PER_ELEMENT);
  const { sizes } = await measurePeerExchange({ workers, sizesBytes, rounds: PEER_ROUNDS }, { python, signal });
  sizes.forEach((size, i) => group[i]!.peer.push(size));
}

function roundLine({ ours, peer, parameters, workers, steps, warmUp }: MeasuredCase): string {
  const last = { ours: ours.slice(-1), peer: peer.slice(-1) };
  const result = caseResult({ ...last, parameters, workers, steps, warmUp });
  const { exchange_ms: exchange } = result;
  return `${megabytes(parameters)} MB, ${workers} workers: ${exchange.median.toFixed(2)} ms${ratioText(result)}`;
}

function ratioText({ gloo_ms: gloo, ratio }: ReturnType<typeof caseResult>): string {
  return gloo && ratio ? `, gloo and Adam ${gloo.median.toFixed(2)} ms: ${ratio.median.toFixed(2)} ×` : '';
}

runBenchmark('exchange', COMMAND_LINE, measure);
