/** The coordinator's program: reads the options, opens the run's folder, trains, says what came of it. */
import { rm } from 'node:fs/promises';
import { relative } from 'node:path';
import { argumentsKeptByNx, createLog, onStop, readOptions, runProgram } from '@lockstep/cli';
import { sayChaos } from './chaos/text.js';
import { checkConfig, COMMAND_LINE, type CoordinatorConfig } from './config.js';
import { loadDataset } from './dataset.js';
import { openEnvironment, type Environment } from './environment.js';
import type { Summary } from './outputs.js';
import { Report } from './report.js';
import { openRun } from './resume.js';
import { checkRoom, checkSameImages, writeRunFile, type RunFolder } from './run-folder.js';
import type { Session } from './session.js';
import { train } from './train.js';

async function main(): Promise<number> {
  const args = [...argumentsKeptByNx(['batch']), ...process.argv.slice(2)];
  const options = readOptions(COMMAND_LINE, args, process.env, process.cwd());
  if (!options) return 0;
  checkConfig(options.values);
  const report = new Report(options.values.json, process.stdout.isTTY);
  const { json, logLevel } = options.values;
  const log = createLog({ name: 'coordinator', level: logLevel, json, write: report.writeLog });
  const { config, folder, resumed, images } = await openRun(options.values, options.given, log);
  // Before anything starts: a damaged file is found here, and not by every worker.
  const dataset = await loadDataset(config.dataset, config.dataDir);
  const hashes = [dataset.trainImages.sha256, dataset.testImages.sha256];
  checkSameImages(images, hashes);
  await checkRoom(folder);
  await writeRunFile(folder, config, hashes);
  log.info(`run ${folder.run}: ${describe(config)}, results in ${relative(process.cwd(), folder.dir) || '.'}`);

  const opened: { environment?: Environment } = {};
  let stop = (reason: string): void => {
    log.info(`${reason} while starting`);
    void (opened.environment?.stop() ?? Promise.resolve()).finally(() => process.exit(STOPPED));
  };
  onStop((reason) => stop(reason));
  const environment = await openEnvironment(config, folder, log, report);
  opened.environment = environment;
  const onSession = (session: Session) => {
    stop = (reason) => {
      log.info(`${reason}: stopping at the last step with a checkpoint`);
      session.feed({ kind: 'stop', reason });
    };
  };
  try {
    const summary = await train(config, dataset, folder, environment, resumed, onSession);
    report.close();
    if (summary) sayResult(report, folder, summary);
    else
      report.result(
        `Stopped. Go on with: npx nx run coordinator:serve --resume=${relative(process.cwd(), folder.dir)}`,
        { type: 'stopped' },
      );
    sayChaos(report, environment.chaos()?.summary(), summary?.weights_sha256);
    await environment.stop();
    // The server's copies of dataset and checkpoints; all that counts is in the folder itself.
    if (summary) await rm(folder.natsDir, { recursive: true, force: true });
    return summary ? 0 : STOPPED;
  } catch (error) {
    report.close();
    await environment.stop();
    throw error;
  }
}

/** As a shell reports a program that Ctrl-C ended. */
const STOPPED = 130;

function describe({ dataset, epochs, batch, shards, seed, lr }: CoordinatorConfig): string {
  return `${dataset}, ${epochs} epoch(s) of batches of ${batch} in ${shards} shards, lr ${lr}, seed ${seed}`;
}

function sayResult(report: Report, folder: RunFolder, summary: Summary): void {
  const losses = summary.epoch_losses.map((loss) => loss.toFixed(4)).join(', ');
  const dir = relative(process.cwd(), folder.dir);
  report.result(
    `Done: ${summary.steps} steps, ${losses && `epoch losses ${losses}, `}test loss ${summary.test_loss.toFixed(4)}, ` +
      `${summary.images_per_second.toFixed(0)} images/s\n` +
      `weights ${summary.weights_sha256}\n` +
      `Pictures: ${dir}/figures   Checkpoints: ${dir}/checkpoints   Summary: ${dir}/summary.json`,
    { type: 'summary', ...summary },
  );
}

void runProgram(main);
