/** The sampler: finds the run, gets the data, follows the checkpoints and answers requests. */
import { join } from 'node:path';
import { setPriority } from 'node:os';
import { inboxPrefix } from '@lockstep/access';
import { CheckpointStore } from '@lockstep/checkpoint';
import { createLog, onStop, readOptions, runProgram } from '@lockstep/cli';
import { stepsPerEpoch } from '@lockstep/data';
import { cacheDir } from '@lockstep/native';
import { RunSubjects } from '@lockstep/protocol';
import { cachedObject, connectNats, discoverRun, ObjectBucket, StateBucket } from '@lockstep/transport';
import { COMMAND_LINE } from './config.js';
import { Follower } from './follow.js';
import { LossHistory } from './loss-history.js';
import { serveSamples } from './service.js';
import { Studio } from './studio.js';

/** Drawing must not slow down workers on the same machine. */
const LOW_PRIORITY = 10;

async function main(): Promise<number> {
  const options = readOptions(COMMAND_LINE, process.argv.slice(2), process.env, process.cwd());
  if (!options) return 0;
  const config = options.values;
  const log = createLog({ name: 'sampler', level: config.logLevel, json: config.json });
  const stopped = new Promise<string>((resolve) => onStop(resolve));
  setPriority(LOW_PRIORITY);
  const connection = await connectNats({
    url: config.natsUrl,
    secrets: config,
    name: 'lockstep sampler',
    inboxPrefix: inboxPrefix({ role: 'sampler' }),
    onNotice: (level, message) => log[level](message),
  });
  const info = await Promise.race([
    discoverRun(connection, config.run, config.patience * 1000, () => log.info('waiting for a run to answer')),
    stopped,
  ]);
  if (typeof info === 'string') return 0;

  const subjects = new RunSubjects(info.run);
  const data = await ObjectBucket.open(connection, RunSubjects.dataBucket);
  const directory = join(cacheDir(), 'datasets');
  const studio = await Studio.start({
    threads: config.threads,
    seed: info.seed,
    dataset: info.dataset,
    stepsPerEpoch: stepsPerEpoch(info.trainSamples, info.batchSize),
    trainImagesPath: await cachedObject(data, directory, info.trainImages.sha256),
    testImagesPath: await cachedObject(data, directory, info.testImages.sha256),
  });
  const checkpoints = await ObjectBucket.open(connection, subjects.checkpointBucket);
  const state = await StateBucket.open(connection, subjects.stateBucket);
  const store = new CheckpointStore(checkpoints, state.pointer('latest'));
  const losses = await LossHistory.follow(connection, info.run, log);
  const follower = new Follower(connection, subjects, store, studio, losses, config.out, log);
  await serveSamples(connection, subjects, studio, log);
  log.info(`follows the checkpoints of run ${info.run}, figures in ${config.out}`);

  log.info(`stops: ${await stopped}`);
  follower.stop();
  await Promise.all([connection.close(), studio.stop()]);
  return 0;
}

void runProgram(main);
