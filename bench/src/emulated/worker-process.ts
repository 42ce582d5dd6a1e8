/** One or several emulated workers, each with its own connection, machine and wiring. Argument: the setup as JSON. */
import { randomInt } from 'node:crypto';
import { createLog, runProgram } from '@lockstep/cli';
import { WorkerMachine, type WorkerEffect, type WorkerEvent } from '@lockstep/cluster';
import { inboxPrefix, LOCAL_POOL } from '@lockstep/access';
import { HEARTBEAT_INTERVAL_MS, HEARTBEAT_TIMEOUT_MS } from '@lockstep/coordinator';
import { connectNats, WorkerChannel } from '@lockstep/transport';
import { work } from '@lockstep/worker';
import { withClocks } from './clocked-connection.js';
import { EmulatedCompute } from './emulated-compute.js';
import { reply, type WorkerReport, type WorkerSetup } from './messages.js';
import { dataConfigOf, SCHEMA } from './plan.js';
import { takeIntervals, timed } from './stages.js';

// The benchmark is gone.
process.on('disconnect', () => process.exit(1));

class TimedWorker extends WorkerMachine {
  override handle(event: WorkerEvent, nowMs: number): WorkerEffect[] {
    return timed('take', () => super.handle(event, nowMs));
  }
}

async function main(): Promise<number> {
  const setup = JSON.parse(process.argv[2] ?? '') as WorkerSetup;
  const reports = await Promise.all(setup.members.map((member) => run(setup, member)));
  reply({ kind: 'worked', reports, intervals: takeIntervals() });
  return 0;
}

async function run({ config, natsUrl, partSizeBytes }: WorkerSetup, member: string): Promise<WorkerReport> {
  const log = createLog({ name: member, level: 'warn', json: false });
  const onNotice = (level: 'info' | 'warn', message: string) => log[level](message);
  const name = `lockstep worker ${member}`;
  const connection = withClocks(
    await connectNats({ url: natsUrl, name, inboxPrefix: inboxPrefix({ role: 'worker', pool: LOCAL_POOL }), onNotice }),
  );
  const machine = new TimedWorker({
    ...dataConfigOf(config),
    parameterCount: config.parameterCount,
    partSizeBytes,
    wireDtype: config.wireDtype,
    schemaHash: SCHEMA,
    fingerprint: SCHEMA,
    device: 'emulated',
    host: 'localhost',
    threads: 1,
    heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
    heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
    incarnation: randomInt(1, 2 ** 32),
  });
  const compute = new EmulatedCompute(config, member, () => connection.stats());
  const channel = new WorkerChannel(connection, config.run, { pool: LOCAL_POOL, member });
  await work({ machine, compute }, channel, new AbortController().signal, log);
  await connection.drain();
  return compute.report();
}

void runProgram(main);
