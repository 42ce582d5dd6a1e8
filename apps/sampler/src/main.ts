/** The sampler: finds the run, fetches the data, follows the checkpoints and answers requests. */
import { join } from 'node:path';
import { setPriority } from 'node:os';
import { inboxPrefix } from '@lockstep/access';
import { CheckpointStore } from '@lockstep/checkpoint';
import { createLog, readOptions, runProgram, stopped, stopSignal } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { cacheDir } from '@lockstep/native';
import { checkFit, RunSubjects } from '@lockstep/protocol';
import { resolveTask } from '@lockstep/task';
import { cachedFiles, connectNats, discoverRun, ObjectBucket, StateBucket } from '@lockstep/transport';
import { COMMAND_LINE } from './config.js';
import { Follower } from './follow.js';
import { LossHistory } from './loss-history.js';
import { RenderThread } from './render/render-thread.js';
import { serveSamples } from './service.js';

/** Nice value. Drawing must not slow down workers on the same machine. */
const LOW_PRIORITY = 10;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const log = createLog({ name: 'sampler', level: config.logLevel, json: config.json });
  const signal = stopSignal();
  setPriority(LOW_PRIORITY);
  const directory = process.cwd();
  const { name: task, parameters } = await resolveTask(config.task, directory);
  const connection = await connectNats({
    url: config.natsUrl,
    secrets: config,
    name: 'lockstep sampler',
    inboxPrefix: inboxPrefix({ role: 'sampler' }),
    onNotice: (level, message) => log[level](message),
  });
  const info = await Promise.race([
    discoverRun(connection, config.run, config.patience * 1000, () => log.info('waiting for a run to answer')),
    stopped(signal),
  ]);
  if (typeof info === 'string') return 0;

  const { schemaHash, count } = parameters;
  checkFit(info, { program: 'sampler', task, schemaHash, parameterCount: count });
  const subjects = new RunSubjects(info.run);
  const data = await ObjectBucket.open(connection, RunSubjects.dataBucket);
  const renderer = await RenderThread.start({
    task: config.task,
    directory,
    threads: config.threads,
    seed: info.seed,
    dataset: info.dataset,
    stepsPerEpoch: stepsPerEpoch(info.trainSamples, info.batchSize),
    files: await cachedFiles(data, join(cacheDir(), 'datasets'), info.files),
  });
  const checkpoints = await ObjectBucket.open(connection, subjects.checkpointBucket);
  const state = await StateBucket.open(connection, subjects.stateBucket);
  const store = new CheckpointStore(checkpoints, state.pointer('latest'));
  const losses = await LossHistory.follow(connection, info.run, log);
  const follower = new Follower(connection, subjects, store, parameters, renderer, losses, config.out, log);
  await serveSamples(connection, subjects, renderer, log);
  log.info(`follows the checkpoints of run ${info.run} and writes figures to ${config.out}`);

  log.info(`${await stopped(signal)}: stopping`);
  follower.stop();
  await Promise.all([connection.close(), renderer.stop()]);
  return 0;
}

void runProgram(main);
