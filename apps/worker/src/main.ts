/** The worker's program: one worker in this process, or several workers in processes of their own. */
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createLog, readOptions, runProgram, stopped, stopSignal, type Logger } from '@lockstep/cli';
import { workerKey, type RunInfo } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { WorkerChannel } from '@lockstep/transport';
import { COMMAND_LINE, type WorkerConfig } from './config.js';
import { connectWorker, findRun } from './connect.js';
import { places, placesHere, runFleet } from './fleet.js';
import { getReady } from './join.js';
import { work } from './runtime.js';

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const name = config.id ?? `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-56);
  const signal = stopSignal();
  // Reports an unknown task before the worker waits for a run.
  await resolveTask(config.task, process.cwd());
  const count = config.workers ?? (config.id === undefined ? undefined : 1);
  return count === 1 ? workAlone(config, name, signal) : workTogether(config, name, count, signal);
}

async function workAlone(config: WorkerConfig, member: string, signal: AbortSignal): Promise<number> {
  const id = { pool: config.pool, member };
  const log = createLog({ name: workerKey(id), level: config.logLevel, json: config.json });
  const connection = await connectWorker(config, `lockstep worker ${workerKey(id)}`, log);
  const ready = await Promise.race([getReady(config, connection, log), stopped(signal)]);
  if (typeof ready === 'string') {
    log.info(`stopped before joining: ${ready}`);
    return 0;
  }
  const channel = new WorkerChannel(connection, ready.run, id);
  const code = await work(ready, channel, signal, log);
  await Promise.all([connection.drain().catch(() => undefined), ready.compute.stop()]);
  return code;
}

async function workTogether(
  config: WorkerConfig,
  name: string,
  count: number | undefined,
  signal: AbortSignal,
): Promise<number> {
  const log = createLog({ name: 'workers', level: config.logLevel, json: config.json });
  // Reports an unreachable server or wrong credentials once instead of once per worker and restart.
  const run = await Promise.race([findRunFirst(config, log), stopped(signal)]);
  if (typeof run === 'string') {
    log.info(`stopped before joining: ${run}`);
    return 0;
  }
  const visible = process.env['CUDA_VISIBLE_DEVICES'];
  const here = await (count === undefined ? placesHere(visible, run) : places(visible, count));
  log.info(`starting ${here.length} worker(s) for the run ${run.run}, named ${name}-1 and so on`);
  return runFleet({
    places: here,
    script: fileURLToPath(import.meta.url),
    args: process.argv.slice(2),
    name,
    log,
    writeLine: (line) => process.stderr.write(`${line}\n`),
    signal,
  });
}

async function findRunFirst(config: WorkerConfig, log: Logger): Promise<RunInfo> {
  const connection = await connectWorker(config, 'lockstep workers', log);
  try {
    return await findRun(config, connection, log);
  } finally {
    await connection.close();
  }
}

void runProgram(main);
