/**
 * Training end to end against PyTorch DistributedDataParallel, and against the same kernels without a network.
 *
 * A round measures everything once, one after the other; who begins changes from round to round, so that a machine that gets
 * slower or faster favours nobody.
 */
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { makeDataFolder } from './data-folder.js';
import { machine } from './environment.js';
import { inOwnFolder } from './measuring.js';
import { writeInitialWeights } from './peer.js';
import { ensurePeer } from './peer-environment.js';
import { percent, say } from './say.js';
import { casesOf, checkCases, COMMAND_LINE, type Case, type TrainBenchConfig } from './train.config.js';
import { Contest } from './train.contest.js';
import { trainResultOf } from './train.result.js';

/** That of a run whose user gives none. */
const SEED = 0;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const cases = casesOf(config);
  checkCases(config, cases);
  await inOwnFolder((dir, signal) => measure(config, cases, dir, signal));
  return 0;
}

async function measure(
  config: TrainBenchConfig,
  cases: readonly Case[],
  dir: string,
  signal: AbortSignal,
): Promise<void> {
  const python = await ensurePeer({ signal });
  const data = await makeDataFolder(join(dir, 'data'));
  const initialWeightsPath = join(dir, 'initial-weights.safetensors');
  await writeInitialWeights(initialWeightsPath, SEED);
  const place = { python, data, initialWeightsPath, dir, signal };
  const contests = cases.map((setting) => new Contest(setting, config, place));
  for (let round = 0; round < config.rounds; round++) {
    say(`round ${round + 1} of ${config.rounds}`);
    for (const contest of contests) await contest.measureRound(round);
  }
  const result = trainResultOf(config, machine(), contests);
  for (const { workers, peer, lockstep } of result.cases) {
    for (const { shards, ratio_to_peer: toPeer, ratio_to_no_network: toBare, loss } of lockstep) {
      say(
        `W = ${workers}, ${shards} shards: ${percent(toPeer.median)} of PyTorch, ` +
          `${percent(toBare.median)} of the same without a network; loss ${loss.median} (PyTorch ${peer.loss.median})`,
      );
    }
  }
  say(JSON.stringify(result));
}

void runProgram(main);
