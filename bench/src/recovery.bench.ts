/** What faults cost: the time from a fault at a random moment of a step to the next committed step. */
import { join } from 'node:path';
import { readOptions, runProgram } from '@lockstep/cli';
import { makeDataFolder } from './data-folder.js';
import { machine } from './environment.js';
import { Chance } from './faults.js';
import { hangOf, killOf, strikeRepeatedly, type Fault, type Hang } from './local-workers.js';
import { inOwnFolder } from './measuring.js';
import { COMMAND_LINE, type RecoveryBenchConfig } from './recovery.config.js';
import { recoveryResult } from './recovery-result.js';
import { say } from './say.js';
import { measureTakeovers, type Takeover, type TakeoverConfig } from './takeovers.js';

/** Hangs in one run: each costs a second or more of steps by one worker. */
const HANGS_PER_RUN = 10;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  await inOwnFolder((dir, signal) => measure(options.values, dir, signal));
  return 0;
}

async function measure(config: RecoveryBenchConfig, dir: string, signal: AbortSignal): Promise<void> {
  const { seed, undisturbed } = config;
  const data = await makeDataFolder(join(dir, 'data'));
  const place = { dataDir: data.dir, out: join(dir, 'run'), signal };
  const kills = await strikeRepeatedly(
    config.kills,
    config.killsPerRun,
    place,
    killOf(undisturbed, new Chance(seed, 0)),
    (fault, number) => say(`kill ${number} of ${config.kills}: ${told(fault)}`),
  );
  const hangs = await strikeRepeatedly(
    config.stops,
    HANGS_PER_RUN,
    place,
    hangOf(undisturbed, new Chance(seed, 1)),
    (hang, number) =>
      say(`hang ${number} of ${config.stops}: ${told(hang)}, its lease was late after ${ms(hang.deadlineMs)}`),
  );
  const takeovers = await measureTakeovers(
    takeoverConfig(config, { servers: 1, count: config.takeovers, stream: 2 }, data.dir, join(dir, 'one'), signal),
    (takeover, number) => say(`take-over ${number} of ${config.takeovers}: ${toldOf(takeover)}`),
  );
  const clusterTakeovers = await measureTakeovers(
    takeoverConfig(
      config,
      { servers: 3, count: config.clusterTakeovers, stream: 3 },
      data.dir,
      join(dir, 'three'),
      signal,
    ),
    (takeover, number) =>
      say(`take-over with a server's death ${number} of ${config.clusterTakeovers}: ${toldOf(takeover)}`),
  );
  const result = recoveryResult({ kills, hangs, takeovers, clusterTakeovers });
  say(JSON.stringify({ benchmark: 'recovery', machine: machine(), config, ...result }));
}

function takeoverConfig(
  { undisturbed, seed }: RecoveryBenchConfig,
  { servers, count, stream }: { servers: number; count: number; stream: number },
  dataDir: string,
  dir: string,
  signal: AbortSignal,
): TakeoverConfig {
  return { count, undisturbed, chance: new Chance(seed, stream), servers, dataDir, dir, signal };
}

function toldOf({ nextMs, normalMs }: Takeover): string {
  return `first step of the standby after ${ms(nextMs)}, a normal one takes ${ms(normalMs)}`;
}

function told({ worker, nextMs, longestMs, normalMs }: Fault | Hang): string {
  return `${worker}, next step after ${ms(nextMs)}, longest step ${ms(longestMs)}, a normal one takes ${ms(normalMs)}`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

void runProgram(main);
