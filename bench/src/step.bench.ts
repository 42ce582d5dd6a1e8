/**
 * How much of the speed of its workers' computing the whole cluster keeps, and whether memory stays flat.
 *
 * Each round measures the cluster and the same processes without a network, one after the other; the order changes from round
 * to round, so that a machine that gets slower or faster favours neither.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { measureCluster } from './cluster.js';
import { checkConfig, COMMAND_LINE, type StepBenchConfig } from './config.js';
import { makeDataFolder, type DataFolder } from './data-folder.js';
import { machine } from './environment.js';
import { inOwnFolder } from './measuring.js';
import { checkMemory, measureNoNetwork } from './no-network.js';
import { resultOf, type Round } from './result.js';
import { percent, say } from './say.js';

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  checkConfig(config);
  await inOwnFolder((dir, signal) => measure(config, dir, signal));
  return 0;
}

async function measure(config: StepBenchConfig, dir: string, signal: AbortSignal): Promise<void> {
  const data = await makeDataFolder(join(dir, 'data'));
  const rounds: Round[] = [];
  for (let round = 1; round <= config.rounds; round++) {
    const measured = await measureRound(config, data, join(dir, `run-${round}`), round % 2 === 1, signal);
    rounds.push(measured);
    const { cluster, noNetwork } = measured;
    const [ours, bare] = [cluster.imagesPerSecond, noNetwork.imagesPerSecond];
    say(`round ${round}: cluster ${ours.toFixed(0)} images/s, no network ${bare.toFixed(0)}: ${percent(ours / bare)}`);
  }
  const memory = config.memorySteps > 0 ? await checkMemory(config, data, signal) : undefined;
  const result = resultOf(config, machine(), rounds, memory);
  const { ratio } = result;
  say(`median: the cluster reaches ${percent(ratio.median)} of its workers' speed without a network`);
  if (memory) {
    const { min, max } = memory.numTensors;
    say(`tensors over ${memory.steps} steps: ${min === max ? `always ${min}` : `from ${min} to ${max}, a leak?`}`);
  }
  say(JSON.stringify(result));
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

void runProgram(main);
