/** The coordinator's program: reads the options, opens the run's folder, trains, says what came of it. */
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { createLog, onStop, runProgram } from '@lockstep/cli';
import { partSizeFor } from '@lockstep/transport';
import { printChaos } from './chaos/text.js';
import { checkConfig } from './config.js';
import { openEnvironment, type Environment } from './environment.js';
import { openOwnRun, openStandby } from './opening.js';
import type { Summary } from './outputs.js';
import { readConfig } from './read-config.js';
import { Report } from './report.js';
import type { RunFolder } from './run-folder.js';
import { takePart, type RunResult } from './run.js';

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const options = await readConfig(args, process.env, process.cwd());
  if (!options) return 0;
  checkConfig(options.values);
  const report = new Report(options.values.json, process.stdout.isTTY);
  const { json, logLevel } = options.values;
  const log = createLog({ name: 'coordinator', level: logLevel, json, write: report.writeLog });

  const started: { environment?: Environment } = {};
  let stop = (reason: string): void => {
    log.info(`${reason} while starting`);
    void (started.environment?.stop() ?? Promise.resolve()).finally(() => process.exit(STOPPED));
  };
  onStop((reason) => stop(reason));
  const open = options.values.standby ? openStandby : openOwnRun;
  const opened = await open(options, log);
  const { config, folder } = opened;
  const environment = await openEnvironment(config, folder, log, report);
  started.environment = environment;
  try {
    const result = await takePart({
      ...opened,
      info: opened.info(partSizeFor(environment.connection.info?.max_payload ?? 0)),
      environment,
      onStoppable: (how) => {
        stop = how;
      },
    });
    report.close();
    const summary = result.kind === 'finished' ? result.summary : undefined;
    printResult(report, folder, result);
    printChaos(report, environment.chaos()?.summary(), summary?.weights_sha256);
    await environment.stop();
    // The server's copies of dataset and checkpoints; all that counts is in the folder itself.
    if (summary) await rm(folder.natsDir, { recursive: true, force: true });
    return result.kind === 'stopped' ? STOPPED : 0;
  } catch (error) {
    report.close();
    await environment.stop();
    throw error;
  }
}

/** As a shell reports a program that Ctrl-C ended. */
const STOPPED = 130;

function printResult(report: Report, folder: RunFolder, result: RunResult): void {
  const dir = relative(process.cwd(), folder.dir);
  switch (result.kind) {
    case 'finished':
      return printSummary(report, dir, result.summary);
    case 'over':
      return report.result(`The run ${folder.run} is over: another coordinator has brought it to its end.`, {
        type: 'over',
      });
    case 'stopped':
      return report.result(
        result.standbys > 0
          ? 'Stopped. A standby goes on with the run.'
          : `Stopped. Go on with: npx nx run coordinator:serve --resume=${dir}`,
        { type: 'stopped' },
      );
  }
}

function printSummary(report: Report, dir: string, summary: Summary): void {
  const losses = summary.epoch_losses.map((loss) => loss.toFixed(4)).join(', ');
  report.result(
    `Done: ${summary.steps} steps, ${losses && `epoch losses ${losses}, `}test loss ${summary.test_loss.toFixed(4)}, ` +
      `${summary.samples_per_second.toFixed(0)} samples/s\n` +
      `weights ${summary.weights_sha256}\n` +
      `Pictures: ${dir}/figures   Checkpoints: ${dir}/checkpoints   Summary: ${dir}/summary.json`,
    { type: 'summary', ...summary },
  );
}

void runProgram(main);
