/** The dataset: found on this machine, checked, and put into the run's object store under its hash. */
import { readFile } from 'node:fs/promises';
import { decodeImages, sha256Hex } from '@lockstep/data';
import { datasetFiles } from '@lockstep/native';
import type { DatasetFile } from '@lockstep/protocol';
import type { ObjectBucket } from '@lockstep/transport';
import type { DatasetName } from './config.js';

export interface DatasetFileBytes extends DatasetFile {
  data: Uint8Array;
  samples: number;
}

export interface Dataset {
  trainImages: DatasetFileBytes;
  testImages: DatasetFileBytes;
}

/** The files hold images of another size than the model takes. */
export class WrongImageSizeError extends Error {
  override readonly name = 'WrongImageSizeError';
}

const IMAGE_SIDE_PIXELS = 28;

/** @throws the errors of libs/data for a damaged file, WrongImageSizeError */
export async function loadDataset(name: DatasetName): Promise<Dataset> {
  const files = await datasetFiles(name);
  return { trainImages: await load(files.trainImages), testImages: await load(files.testImages) };
}

async function load(path: string): Promise<DatasetFileBytes> {
  const data = await readFile(path);
  const images = await decodeImages(data, path);
  if (images.rows !== IMAGE_SIDE_PIXELS || images.columns !== IMAGE_SIDE_PIXELS) {
    const size = `${images.rows}×${images.columns}`;
    throw new WrongImageSizeError(`${path} holds images of ${size} pixels, the model takes 28×28`);
  }
  return { data, sha256: sha256Hex(data), bytes: data.byteLength, samples: images.count };
}

export async function publishDataset(bucket: ObjectBucket, { trainImages, testImages }: Dataset): Promise<void> {
  for (const file of [trainImages, testImages]) await bucket.putByHash(file.data);
}
