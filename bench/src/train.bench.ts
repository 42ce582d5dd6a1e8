/**
 * Measures training end to end against PyTorch DistributedDataParallel, and against the same kernels without a network.
 *
 * Each round measures everything once. The order changes from round to round, so that a machine that becomes slower or faster
 * favours no side.
 */
import { join } from 'node:path';
import { inTemporaryFolder, runBenchmark } from './benchmark.js';
import { makeDataFolder } from './data-folder.js';
import { writeInitialWeights } from './peer.js';
import { ensurePeer } from './peer-environment.js';
import { percent, print } from './print.js';
import { casesOf, checkCases, COMMAND_LINE, type Case, type TrainBenchConfig } from './train.config.js';
import { Contest } from './train.contest.js';
import { trainResultOf } from './train.result.js';

/** The default of `--seed`. */
const SEED = 0;

async function measure(
  config: TrainBenchConfig,
  cases: readonly Case[],
  dir: string,
  signal: AbortSignal,
): Promise<object> {
  const python = await ensurePeer({ signal });
  const data = await makeDataFolder(join(dir, 'data'));
  const initialWeightsPath = join(dir, 'initial-weights.safetensors');
  await writeInitialWeights(initialWeightsPath, SEED);
  const place = { python, data, initialWeightsPath, dir, signal };
  const contests = cases.map((setting) => new Contest(setting, config, place));
  for (let round = 0; round < config.rounds; round++) {
    print(`round ${round + 1} of ${config.rounds}`);
    for (const contest of contests) await contest.measureRound(round);
  }
  const result = trainResultOf(config, contests);
  for (const { workers, peer, lockstep } of result.cases) {
    for (const { shards, ratio_to_peer: toPeer, ratio_to_no_network: toBare, loss } of lockstep) {
      print(
        `W = ${workers}, ${shards} shards: ${percent(toPeer.median)} of PyTorch, ` +
          `${percent(toBare.median)} of the same without a network; loss ${loss.median} (PyTorch ${peer.loss.median})`,
      );
    }
  }
  return result;
}

runBenchmark('train', COMMAND_LINE, (config) => {
  const cases = casesOf(config);
  checkCases(config, cases);
  return inTemporaryFolder((dir, signal) => measure(config, cases, dir, signal));
});
