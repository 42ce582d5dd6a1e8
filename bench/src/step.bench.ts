/**
 * Measures how much of the speed of its workers' computing the whole cluster keeps, and whether memory stays constant.
 *
 * Each round measures the cluster and the same processes without a network. The order changes from round to round, so that a
 * machine that becomes slower or faster favours neither.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inTemporaryFolder, runBenchmark } from './benchmark.js';
import { measureCluster } from './cluster.js';
import { checkConfig, COMMAND_LINE, type StepBenchConfig } from './config.js';
import { makeDataFolder, type DataFolder } from './data-folder.js';
import { checkMemory, measureNoNetwork } from './no-network.js';
import { percent, print } from './print.js';
import { resultOf, type Round } from './result.js';

async function measure(config: StepBenchConfig, dir: string, signal: AbortSignal): Promise<object> {
  const data = await makeDataFolder(join(dir, 'data'));
  const rounds: Round[] = [];
  for (let round = 1; round <= config.rounds; round++) {
    const measured = await measureRound(config, data, join(dir, `run-${round}`), round % 2 === 1, signal);
    rounds.push(measured);
    const [ours, bare] = [measured.cluster.imagesPerSecond, measured.noNetwork.imagesPerSecond];
    print(
      `round ${round}: cluster ${ours.toFixed(0)} images/s, no network ${bare.toFixed(0)}: ${percent(ours / bare)}`,
    );
  }
  const memory = config.memorySteps > 0 ? await checkMemory(config, data, signal) : undefined;
  const result = resultOf(rounds, memory);
  print(`median: the cluster reaches ${percent(result.ratio.median)} of its workers' speed without a network`);
  if (memory) {
    const { min, max } = memory.numTensors;
    print(`tensors over ${memory.steps} steps: ${min === max ? `always ${min}` : `from ${min} to ${max}, a leak?`}`);
  }
  return result;
}

async function measureRound(
  config: StepBenchConfig,
  data: DataFolder,
  out: string,
  clusterFirst: boolean,
  signal: AbortSignal,
): Promise<Round> {
  const early = clusterFirst ? await measureCluster(config, data.dir, out, signal) : undefined;
  const noNetwork = await measureNoNetwork(config, data, signal);
  const cluster = early ?? (await measureCluster(config, data.dir, out, signal));
  await rm(out, { recursive: true, force: true });
  return { cluster, noNetwork };
}

runBenchmark('step', COMMAND_LINE, (config) => {
  checkConfig(config);
  return inTemporaryFolder((dir, signal) => measure(config, dir, signal));
});
