/** The coordinator's program: reads the options, opens the run's folder, trains, and prints the result. */
import { rm } from 'node:fs/promises';
import { argumentsKeptByNx, createLog, runProgram, stopReason, stopSignal, type Logger } from '@lockstep/cli';
import { partSizeFor } from '@lockstep/transport';
import { checkConfig } from './config.js';
import { Report } from './console/report.js';
import { printResult } from './console/result.js';
import { printChaos } from './local/chaos/text.js';
import { openServices, type RunServices } from './local/services.js';
import { readConfig } from './read-config.js';
import { openOwnRun, openStandby, type PreparedRun } from './run/opening.js';
import { runCoordinator, type RunResult } from './train.js';

/** The exit code that a shell reports for a program that SIGINT ended. */
const STOPPED = 130;

async function main(): Promise<number> {
  const args = [...argumentsKeptByNx(['batch-size']), ...process.argv.slice(2)];
  const options = await readConfig(args, process.env, process.cwd());
  if (!options) return 0;
  checkConfig(options.values);
  const { json, logLevel, standby } = options.values;
  const report = new Report(json, process.stdout.isTTY);
  const log = createLog({ name: 'coordinator', level: logLevel, json, write: report.writeLog });
  const signal = stopSignal();

  const started = exitOnStop(signal, log);
  const prepared = await (standby ? openStandby : openOwnRun)(options, log);
  const services = await openServices(prepared.config, prepared.folder, log, report);
  started();
  let result: RunResult;
  try {
    result = await run(prepared, services, signal);
  } finally {
    report.close();
    await services.stop();
  }
  // The folder holds all results, so the server's copies of the dataset and the checkpoints can go.
  if (result.kind === 'finished') await rm(prepared.folder.natsDir, { recursive: true, force: true });
  return result.kind === 'stopped' ? STOPPED : 0;
}

/**
 * Exits the process when the signal is aborted, until the returned function is called. Before the run starts there is nothing to
 * save.
 */
function exitOnStop(signal: AbortSignal, log: Logger): () => void {
  const onAbort = () => {
    log.info(`${stopReason(signal)} while starting`);
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
  const weightsSha256 = result.kind === 'finished' ? result.summary.weights_sha256 : undefined;
  printChaos(report, services.chaos()?.summary(), weightsSha256);
  return result;
}

void runProgram(main);
