/** The buckets and streams of a run in JetStream. */
import { CheckpointStore } from '@lockstep/checkpoint';
import type { Logger } from '@lockstep/cli';
import { RunSubjects } from '@lockstep/protocol';
import { LeaderKey, MetricsWriter, ObjectBucket, StateBucket, type NatsConnection } from '@lockstep/transport';

export interface Stores {
  /** The dataset's files, by hash. */
  data: ObjectBucket;
  checkpoints: CheckpointStore;
  leader: LeaderKey;
  /** The stream of step records. */
  metrics: MetricsWriter;
}

/** Opens the buckets and creates the missing ones. @throws NoJetStreamError */
export async function openStores(connection: NatsConnection, run: string, log: Logger): Promise<Stores> {
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
