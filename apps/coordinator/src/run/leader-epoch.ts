/**
 * The leader epoch that a folder's coordinator led in last. The key in JetStream is what counts, as long as it is there: a NATS
 * server that has lost its store would let the next leader begin with 1 again, and workers that live follow the latest one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@lockstep/checkpoint';
import type { RunFolder } from './run-folder.js';

const EPOCH_FILE = 'leader-epoch';
const MOST = 0xffff_ffff;

/** 0 when nobody has led from this folder yet. */
export async function lastLeaderEpoch({ dir }: RunFolder): Promise<number> {
  const text = await readFile(join(dir, EPOCH_FILE), 'utf8').catch(() => '0');
  const epoch = Number(text.trim());
  return Number.isSafeInteger(epoch) && epoch >= 0 && epoch < MOST ? epoch : 0;
}

/** To be written before anything is published in that epoch. */
export async function writeLeaderEpoch({ dir }: RunFolder, epoch: number): Promise<void> {
  await writeFileAtomic(join(dir, EPOCH_FILE), `${epoch}\n`);
}
