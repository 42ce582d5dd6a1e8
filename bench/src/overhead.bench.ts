/**
 * What this version's leases, audits and exact sums cost: its images per second against those of an earlier commit.
 *
 * Each round measures both, one after the other; the order changes from round to round, so that a machine that gets slower or
 * faster favours neither.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { measureCluster, type ClusterMeasurement, type MeasuredProgram } from './cluster.js';
import { checkConfig } from './config.js';
import { makeDataFolder } from './data-folder.js';
import { earlierVersion } from './earlier-version.js';
import { machine, programOf } from './environment.js';
import { inOwnFolder } from './measuring.js';
import { COMMAND_LINE, type OverheadBenchConfig } from './overhead.config.js';
import { percent, say } from './say.js';
import { series } from './statistics.js';

interface Pair {
  ours: ClusterMeasurement;
  base: ClusterMeasurement;
}

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  checkConfig(config);
  const base = { script: programOf('coordinator', earlierVersion(config.base, say)), args: [] };
  const ours = { script: programOf('coordinator'), args: config.audit === 'none' ? [] : [`--audit=${config.audit}`] };
  await inOwnFolder((dir, signal) => measure(config, ours, base, dir, signal));
  return 0;
}

async function measure(
  config: OverheadBenchConfig,
  ours: MeasuredProgram,
  base: MeasuredProgram,
  dir: string,
  signal: AbortSignal,
): Promise<void> {
  const data = await makeDataFolder(join(dir, 'data'));
  const measureOne = async (program: MeasuredProgram) => {
    const out = join(dir, 'run');
    const measured = await measureCluster(config, data.dir, out, signal, program);
    await rm(out, { recursive: true, force: true });
    return measured;
  };
  const pairs: Pair[] = [];
  for (let round = 1; round <= config.rounds; round++) {
    const early = round % 2 === 1 ? await measureOne(ours) : undefined;
    const before = await measureOne(base);
    const pair = { ours: early ?? (await measureOne(ours)), base: before };
    pairs.push(pair);
    const [now, then] = [pair.ours.imagesPerSecond, pair.base.imagesPerSecond];
    say(`round ${round}: ${now.toFixed(0)} images/s, before ${then.toFixed(0)}: ${percent(now / then)}`);
  }
  const result = resultOf(config, pairs);
  say(`median: ${percent(result.ratio.median)} of the speed of ${config.base}`);
  say(JSON.stringify(result));
}

function resultOf(config: OverheadBenchConfig, pairs: readonly Pair[]) {
  const side = (of: (pair: Pair) => ClusterMeasurement) => {
    const all = pairs.map(of);
    return {
      images_per_second: series(all.map(({ imagesPerSecond }) => imagesPerSecond)),
      step_ms: series(all.map(({ stepMs }) => stepMs)),
      compute_ms: series(all.map(({ computeMs }) => computeMs)),
      overhead_ms: series(all.map(({ overheadMs }) => overheadMs)),
      coordinator_cpu_ms_per_step: series(all.map(({ cpuMsPerStep }) => cpuMsPerStep.coordinator)),
    };
  };
  return {
    benchmark: 'overhead',
    machine: machine(),
    config,
    ratio: series(pairs.map(({ ours, base }) => ours.imagesPerSecond / base.imagesPerSecond)),
    ours: side(({ ours }) => ours),
    base: side(({ base }) => base),
  };
}

void runProgram(main);
