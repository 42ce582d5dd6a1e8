/** Measures the cost of faults: the time from a fault at a random moment of a step to the next committed step. */
import { join } from 'node:path';
import { inTemporaryFolder, runBenchmark } from './benchmark.js';
import { makeDataFolder } from './data-folder.js';
import { Chance } from './faults.js';
import { hangOf, killOf, strikeRepeatedly, type Fault } from './local-workers.js';
import { print } from './print.js';
import { COMMAND_LINE, type RecoveryBenchConfig } from './recovery.config.js';
import { recoveryResult } from './recovery-result.js';
import { measureTakeovers, type Takeover } from './takeovers.js';

/** Hangs in one run. Each leaves the steps of a second or more to one worker. */
const HANGS_PER_RUN = 10;

async function measure(config: RecoveryBenchConfig, dir: string, signal: AbortSignal): Promise<object> {
  const { seed, undisturbed } = config;
  const { dir: dataDir } = await makeDataFolder(join(dir, 'data'));
  const place = { dataDir, out: join(dir, 'run'), signal };
  const kills = await strikeRepeatedly(
    config.kills,
    config.killsPerRun,
    place,
    killOf(undisturbed, new Chance(seed, 0)),
    (fault, number) => print(`kill ${number} of ${config.kills}: ${faultText(fault)}`),
  );
  const hangs = await strikeRepeatedly(
    config.stops,
    HANGS_PER_RUN,
    place,
    hangOf(undisturbed, new Chance(seed, 1)),
    (hang, number) =>
      print(`hang ${number} of ${config.stops}: ${faultText(hang)}, its lease was late after ${ms(hang.deadlineMs)}`),
  );
  const measureAll = (what: string, servers: number, count: number, stream: number) =>
    measureTakeovers(
      { count, undisturbed, chance: new Chance(seed, stream), servers, dataDir, dir: join(dir, `${servers}`), signal },
      (takeover, number) => print(`${what} ${number} of ${count}: ${takeoverText(takeover)}`),
    );
  const takeovers = await measureAll('take-over', 1, config.takeovers, 2);
  const clusterTakeovers = await measureAll("take-over with a server's death", 3, config.clusterTakeovers, 3);
  return recoveryResult({ kills, hangs, takeovers, clusterTakeovers });
}

function takeoverText({ nextMs, normalMs }: Takeover): string {
  return `first step of the standby after ${ms(nextMs)}, a normal one takes ${ms(normalMs)}`;
}

function faultText({ worker, nextMs, longestMs, normalMs }: Fault): string {
  return `${worker}, next step after ${ms(nextMs)}, longest step ${ms(longestMs)}, a normal one takes ${ms(normalMs)}`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

runBenchmark('recovery', COMMAND_LINE, (config) => inTemporaryFolder((dir, signal) => measure(config, dir, signal)));
