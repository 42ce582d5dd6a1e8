/**
 * The worker of load tests (e2e/src/containers/load.e2e.ts), mounted into the worker's image. Options, keys, TLS, joining, protocol
 * and wiring are those of the worker, and only the computing is emulated. Arguments: milliseconds per shard, then the worker's.
 */
import { createLog, readOptions, runProgram, stopSignal, UsageError } from '@lockstep/cli';
import { workerKey } from '@lockstep/protocol';
import { WorkerChannel } from '@lockstep/transport';
import { COMMAND_LINE, connectWorker, getReady, work } from '@lockstep/worker';
import { DistanceCompute } from './distance-compute.js';
import { LoadRecord } from './load-record.js';

const PRINT_INTERVAL_MS = 1000;

async function main(): Promise<number> {
  const [time, ...args] = process.argv.slice(2);
  const shardMs = Number(time);
  if (!(shardMs > 0)) throw new UsageError(`"${time}" is not a duration: give the milliseconds of a shard, such as 20`);
  const options = readOptions(COMMAND_LINE, args, process.env, process.cwd());
  if (!options) return 0;
  const { values: config } = options;
  const id = { pool: config.pool, member: config.id ?? 'emulated' };
  const log = createLog({ name: workerKey(id), level: config.logLevel, json: config.json });
  const signal = stopSignal();
  const connection = await connectWorker(config, `lockstep worker ${workerKey(id)}`, log);
  const record = new LoadRecord();
  const ready = await getReady(config, connection, log, () => Promise.resolve(new DistanceCompute(shardMs, record)));
  record.watch(ready.machine);
  const print = (all: boolean) => process.stdout.write(`${JSON.stringify(record.take(all))}\n`);
  const ticker = setInterval(() => print(false), PRINT_INTERVAL_MS);
  const code = await work(ready, new WorkerChannel(connection, ready.run, id), signal, log);
  clearInterval(ticker);
  print(true);
  await connection.drain().catch(() => undefined);
  return code;
}

void runProgram(main);
