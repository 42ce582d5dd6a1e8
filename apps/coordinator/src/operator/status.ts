/** The program `coordinator:status`: prints the status of a live run once or every second, or stops the run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readOptions, runProgram, stopSignal } from '@lockstep/cli';
import type { Status } from '@lockstep/protocol';
import { requestStatus, requestStop, connectToRun, NoLiveRunError } from './status-request.js';
import { checkStatusConfig, STATUS_COMMAND_LINE, type StatusConfig } from './status-config.js';
import { statusJson, statusText } from './status-text.js';

/** Time for a standby to take over. */
const PATIENCE_MS = 3000;
/** Time for a standby to take over after the NATS cluster has elected a leader of the key-value store. */
const WATCH_PATIENCE_MS = 15_000;
const WATCH_INTERVAL_MS = 1000;
const CLEAR_SCREEN = '\u001b[2J\u001b[H';

async function main(): Promise<number> {
  const options = readOptions(STATUS_COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  checkStatusConfig(config);
  const connection = await connectToRun(config);
  try {
    const first = await requestStatus(connection, config.run, PATIENCE_MS);
    show(first, config);
    if (config.stop) {
      await requestStop(connection, first.run);
      process.stderr.write(`the run ${first.run} stops with a checkpoint\n`);
    }
    if (config.watch) await watch(() => requestStatus(connection, first.run, WATCH_PATIENCE_MS), config);
    return 0;
  } finally {
    await connection.close();
  }
}

async function watch(request: () => Promise<Status>, config: StatusConfig): Promise<void> {
  stopSignal().addEventListener('abort', () => process.exit(0));
  for (;;) {
    await sleep(WATCH_INTERVAL_MS);
    try {
      show(await request(), config);
    } catch (error) {
      if (!(error instanceof NoLiveRunError)) throw error;
      process.stderr.write(`${error.message}\n`);
      return;
    }
  }
}

function show(status: Status, { json, watch: watching }: StatusConfig): void {
  if (json) process.stdout.write(`${JSON.stringify(statusJson(status))}\n`);
  else if (!watching) process.stdout.write(`${statusText(status)}\n`);
  else process.stdout.write(`${process.stdout.isTTY ? CLEAR_SCREEN : ''}${statusText(status)}\n\n`);
}

void runProgram(main);
