/**
 * The latest leader epoch of the coordinator of a run folder. The key in JetStream is authoritative while it exists. After a NATS
 * server has lost its store, the next leader would start at epoch 1, and running workers would ignore it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@lockstep/checkpoint';
import type { RunFolder } from './run-folder.js';

const EPOCH_FILE = 'leader-epoch';
const MAX_EPOCH = 0xffff_ffff;

/** Returns 0 when no coordinator of this folder has led. */
export async function lastLeaderEpoch({ dir }: RunFolder): Promise<number> {
  const text = await readFile(join(dir, EPOCH_FILE), 'utf8').catch(() => '0');
  const epoch = Number(text.trim());
  return Number.isSafeInteger(epoch) && epoch >= 0 && epoch < MAX_EPOCH ? epoch : 0;
}

/** Must be called before anything is published in the epoch. */
export async function writeLeaderEpoch({ dir }: RunFolder, epoch: number): Promise<void> {
  await writeFileAtomic(join(dir, EPOCH_FILE), `${epoch}\n`);
}
