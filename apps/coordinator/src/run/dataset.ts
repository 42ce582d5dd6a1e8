/** The files of the run's data set, which the task loads and the coordinator publishes in the object store under their hashes. */
import { sha256Hex, type DataFile } from '@lockstep/protocol';
import type { DataSource } from '@lockstep/task';
import type { ObjectBucket } from '@lockstep/transport';

export interface Dataset {
  files: (DataFile & { data: Uint8Array })[];
  trainSamples: number;
  testSamples: number;
}

/**
 * Loads and hashes the files.
 * @param dir folder with the user's own files, undefined for the files of the data set
 * @throws the task's error for missing or damaged files
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
