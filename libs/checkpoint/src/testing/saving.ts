/** Saves and publishes a checkpoint with the operations and the order of the coordinator (libs/cluster/src/saving). */
import { type Announcement } from '../announcement.js';
import { checkpointName, encodeCheckpoint, type Checkpoint } from '../checkpoint.js';
import type { CheckpointFolder, SavedCheckpoint } from '../folder.js';
import { announcementOf, type CheckpointStore } from '../store.js';

export async function save(folder: CheckpointFolder, checkpoint: Checkpoint): Promise<SavedCheckpoint> {
  const saved = { name: checkpointName(checkpoint.step), files: encodeCheckpoint(checkpoint) };
  const staged = await folder.stage(saved);
  await folder.sync(staged);
  await folder.rename(staged);
  await folder.syncNames(staged);
  return saved;
}

export async function publish(store: CheckpointStore, checkpoint: Checkpoint, leaderEpoch = 1): Promise<Announcement> {
  const files = encodeCheckpoint(checkpoint);
  const announcement = announcementOf(checkpointName(checkpoint.step), files, leaderEpoch);
  const latest = await store.getLatest();
  await store.upload(announcement, files);
  await store.setLatest(announcement, latest?.revision ?? 0);
  return announcement;
}
