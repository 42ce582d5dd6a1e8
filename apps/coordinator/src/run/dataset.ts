/** The dataset: found on this machine, checked, and put into the run's object store under its hash. */
import { UserError } from '@lockstep/errors';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeImages } from '@lockstep/data';
import { sha256Hex } from '@lockstep/protocol';
import { datasetFiles } from '@lockstep/native';
import type { DatasetFile } from '@lockstep/protocol';
import type { ObjectBucket } from '@lockstep/transport';
import type { DatasetName } from '../config.js';

export interface DatasetFileBytes extends DatasetFile {
  data: Uint8Array;
  samples: number;
}

export interface Dataset {
  trainImages: DatasetFileBytes;
  testImages: DatasetFileBytes;
}

/** The files hold images of another size than the model takes. */
export class WrongImageSizeError extends UserError {}

/** The user's folder lacks a file. */
export class MissingImagesError extends UserError {}

const IMAGE_SIDE_PIXELS = 28;

/**
 * @param dir a folder with files of the user's own, instead of the dataset's
 * @throws IdxFormatError for a damaged file, MissingImagesError, WrongImageSizeError
 */
export async function loadDataset(name: DatasetName, dir: string | undefined): Promise<Dataset> {
  const files = dir === undefined ? await datasetFiles(name) : await ownFiles(dir);
  return { trainImages: await load(files.trainImages), testImages: await load(files.testImages) };
}

async function ownFiles(dir: string): Promise<{ trainImages: string; testImages: string }> {
  const names = new Set(await readdir(dir).catch((): string[] => []));
  const find = (name: string): string => {
    const found = [name, `${name}.gz`].find((candidate) => names.has(candidate));
    if (found === undefined)
      throw new MissingImagesError(`--data-dir: there is no file ${name} or ${name}.gz in ${dir}`);
    return join(dir, found);
  };
  return { trainImages: find('train-images-idx3-ubyte'), testImages: find('t10k-images-idx3-ubyte') };
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
