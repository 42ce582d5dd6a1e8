/** The worker: connects, gets ready, and from then on carries out what its machine wants. */
import { hostname } from 'node:os';
import { inboxPrefix } from '@lockstep/access';
import { createLog, onStop, readOptions, runProgram } from '@lockstep/cli';
import { workerKey, type WorkerId } from '@lockstep/protocol';
import { connectNats, WorkerChannel } from '@lockstep/transport';
import { COMMAND_LINE, type WorkerConfig } from './config.js';
import { getReady } from './join.js';
import { work } from './work.js';

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const id = workerId(config);
  const log = createLog({ name: workerKey(id), level: config.logLevel, json: config.json });
  const stopAsked = new Promise<string>((resolve) => onStop(resolve));
  const connection = await connectNats({
    url: config.natsUrl,
    secrets: config,
    name: `lockstep worker ${workerKey(id)}`,
    inboxPrefix: inboxPrefix({ role: 'worker', pool: config.pool }),
    onNotice: (level, sentence) => log[level](sentence),
  });
  const ready = await Promise.race([getReady(config, connection, log), stopAsked]);
  if (typeof ready === 'string') {
    log.info(`stopped before joining: ${ready}`);
    return 0;
  }
  const channel = new WorkerChannel(connection, ready.run, id);
  const code = await work(ready, channel, stopAsked, log);
  await Promise.all([connection.drain().catch(() => undefined), ready.compute.stop()]);
  return code;
}

function workerId({ pool, id }: WorkerConfig): WorkerId {
  const member = id ?? `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
  return { pool, member };
}

void runProgram(main);
