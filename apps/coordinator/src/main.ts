/** The coordinator's program: reads the options, opens the run's folder, trains, and prints the result. */
import { rm } from 'node:fs/promises';
import { createLog, onStop, runProgram, type Logger } from '@lockstep/cli';
import { partSizeFor } from '@lockstep/transport';
import { checkConfig } from './config.js';
import { Report } from './console/report.js';
import { printResult } from './console/result.js';
import { printChaos } from './local/chaos/text.js';
import { openServices, type RunServices } from './local/services.js';
import { readConfig } from './read-config.js';
import { openOwnRun, openStandby, type PreparedRun } from './run/opening.js';
import { runCoordinator, type RunResult } from './train.js';

/** As a shell reports a program that Ctrl-C ended. */
const STOPPED = 130;

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const options = await readConfig(args, process.env, process.cwd());
  if (!options) return 0;
  checkConfig(options.values);
  const report = new Report(options.values.json, process.stdout.isTTY);
  const { json, logLevel } = options.values;
  const log = createLog({ name: 'coordinator', level: logLevel, json, write: report.writeLog });
  const stopping = new AbortController();
  onStop((reason) => stopping.abort(reason));

  const endStart = endWhileStarting(stopping.signal, log);
  const open = options.values.standby ? openStandby : openOwnRun;
  const prepared = await open(options, log);
  const services = await openServices(prepared.config, prepared.folder, log, report);
  endStart();
  let result: RunResult;
  try {
    result = await run(prepared, services, stopping.signal);
  } finally {
    report.close();
    await services.stop();
  }
  // The server's copies of dataset and checkpoints are not needed any more: the folder has all results.
  if (result.kind === 'finished') await rm(prepared.folder.natsDir, { recursive: true, force: true });
  return result.kind === 'stopped' ? STOPPED : 0;
}

/** Until the run begins there is nothing to save, so the process ends at once. Returns a function that ends this time. */
function endWhileStarting(signal: AbortSignal, log: Logger): () => void {
  const onAbort = () => {
    log.info(`${String(signal.reason)} while starting`);
    process.exit(STOPPED);
  };
  signal.addEventListener('abort', onAbort);
  return () => signal.removeEventListener('abort', onAbort);
}

async function run(prepared: PreparedRun, services: RunServices, signal: AbortSignal): Promise<RunResult> {
  const { folder } = prepared;
  const { connection, report } = services;
  const info = prepared.info(partSizeFor(connection.info?.max_payload ?? 0));
  const result = await runCoordinator({ ...prepared, info, services }, signal);
  report.close();
  printResult(report, folder, result);
  printChaos(
    report,
    services.chaos()?.summary(),
    result.kind === 'finished' ? result.summary.weights_sha256 : undefined,
  );
  return result;
}

void runProgram(main);
