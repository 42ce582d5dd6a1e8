/** The worker: connects, gets ready, and from then on carries out what its machine wants. */
import { hostname } from 'node:os';
import type { WorkerEffect, WorkerEvent } from '@lockstep/cluster';
import { createLog, onStop, readOptions, runProgram, type Logger } from '@lockstep/cli';
import { workerKey, type WorkerId } from '@lockstep/protocol';
import { connectNats, WorkerChannel } from '@lockstep/transport';
import { COMMAND_LINE, type WorkerConfig } from './config.js';
import { getReady, type ReadyWorker } from './join.js';

const TICK_MS = 50;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const id = workerId(config);
  const log = createLog({ name: workerKey(id), level: config.logLevel, json: config.json });
  const stopAsked = new Promise<string>((resolve) => onStop(resolve));
  const connection = await connectNats({
    url: config.natsUrl,
    name: `lockstep worker ${workerKey(id)}`,
    inboxPrefix: `_INBOX_${config.pool}`,
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

/** Feeds the machine until it exits; resolves to the process's exit code. */
function work(ready: ReadyWorker, channel: WorkerChannel, stopAsked: Promise<string>, log: Logger): Promise<number> {
  const { machine, compute } = ready;
  return new Promise((resolve, reject) => {
    const carryOut = (effect: WorkerEffect) => {
      switch (effect.kind) {
        case 'send':
          return channel.send(effect.message);
        case 'notice':
          return log[effect.level](effect.sentence);
        case 'exit':
          clearInterval(ticker);
          log[effect.ok ? 'info' : 'error'](effect.reason);
          return resolve(effect.ok ? 0 : 1);
        default:
          return compute.post(effect);
      }
    };
    const feed = (event: WorkerEvent) => {
      const effects = machine.handle(event, performance.now());
      effects.forEach(carryOut);
      if (effects.some(({ kind }) => kind === 'send')) channel.flush();
    };
    const ticker = setInterval(() => feed({ kind: 'tick' }), TICK_MS);
    channel.listen({
      onMessage: (message) => feed({ kind: 'message', message }),
      onMalformed: (sentence) => log.warn(`dropped a message of the coordinator: ${sentence}`),
    });
    compute.listen(feed, reject);
    void stopAsked.then((reason) => feed({ kind: 'stop', reason }));
    feed({ kind: 'tick' });
  });
}

void runProgram(main);
