/** The buckets of a run, in JetStream. */
import { CheckpointStore } from '@lockstep/checkpoint';
import type { Logger } from '@lockstep/cli';
import { RunSubjects } from '@lockstep/protocol';
import { LeaderKey, MetricsWriter, ObjectBucket, StateBucket, type connectNats } from '@lockstep/transport';

export interface Stores {
  /** The dataset's files, by hash. */
  data: ObjectBucket;
  /** What was published of the run. */
  checkpoints: CheckpointStore;
  /** Who leads it. */
  leader: LeaderKey;
  /** What each step came to. */
  metrics: MetricsWriter;
}

/**
 * Opens the buckets, and makes those that are missing.
 * @throws NoJetStreamError
 */
export async function openStores(
  connection: Awaited<ReturnType<typeof connectNats>>,
  run: string,
  log: Logger,
): Promise<Stores> {
  const subjects = new RunSubjects(run);
  const state = await StateBucket.open(connection, subjects.stateBucket, (message) => log.warn(message));
  const checkpoints = await ObjectBucket.open(connection, subjects.checkpointBucket);
  return {
    data: await ObjectBucket.open(connection, RunSubjects.dataBucket),
    checkpoints: new CheckpointStore(checkpoints, state.pointer('latest')),
    leader: new LeaderKey(state),
    metrics: await MetricsWriter.open(connection, run, (message) => log.warn(message)),
  };
}
