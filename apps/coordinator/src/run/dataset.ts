/** The files of the run's data set: found by the task, hashed, and put into the run's object store under their hashes. */
import { sha256Hex, type DataFile } from '@lockstep/protocol';
import type { DataSource } from '@lockstep/task';
import type { ObjectBucket } from '@lockstep/transport';

export interface Dataset {
  files: (DataFile & { data: Uint8Array })[];
  trainSamples: number;
  testSamples: number;
}

/**
 * @param dir a folder with files of the user's own, instead of the data set's
 * @throws what the task throws for files that are missing or damaged
 */
export async function loadDataset(source: DataSource, name: string, dir: string | undefined): Promise<Dataset> {
  const { files, trainSamples, testSamples } = await source.load(name, dir);
  const hashed = files.map((file) => {
    return { name: file.name, data: file.bytes, sha256: sha256Hex(file.bytes), bytes: file.bytes.byteLength };
  });
  return { files: hashed, trainSamples, testSamples };
}

export async function publishDataset(bucket: ObjectBucket, { files }: Dataset): Promise<void> {
  for (const { data } of files) await bucket.putByHash(data);
}
