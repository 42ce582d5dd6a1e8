/** The data sets of the task: MNIST, Fashion-MNIST, or a folder of the user. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetFiles } from '@lockstep/native';
import type { DataFile, DataSource, TaskData } from '@lockstep/task';

import { MissingImagesError, WrongImageSizeError } from './errors.js';
import type { ImageSet } from './idx.js';
import { decodeImages, readImages } from './images.js';

const NAMES = ['mnist', 'fashion-mnist'] as const;
const IMAGE_SIDE_PIXELS = 28;

/** Names of the files in the data sets, in the user's folder and in a run. */
const TRAIN_FILE = 'train-images-idx3-ubyte';
const TEST_FILE = 't10k-images-idx3-ubyte';

/** Loads IDX files, plain or gzipped. The folder of `--data-dir` has to contain both files, with or without .gz. */
export const imageData: DataSource = {
  names: NAMES,
  load: async (name, dir) => {
    const { trainImages, testImages } = dir === undefined ? await datasetFiles(knownName(name)) : await ownFiles(dir);
    const train = await load(TRAIN_FILE, trainImages);
    const test = await load(TEST_FILE, testImages);
    const files = [train.file, test.file];
    return { files, trainSamples: train.count, testSamples: test.count } satisfies TaskData;
  },
};

/**
 * Reads the training and test images from the files of a run.
 * @throws MissingImagesError, IdxFormatError
 */
export async function readImageFiles(
  files: Readonly<Record<string, string>>,
): Promise<{ train: ImageSet; test: ImageSet }> {
  const path = (name: string): string => {
    const found = files[name];
    if (found === undefined)
      throw new MissingImagesError(`the run has no file ${name}. Install the same release of Lockstep on all machines`);
    return found;
  };
  const [train, test] = await Promise.all([readImages(path(TRAIN_FILE)), readImages(path(TEST_FILE))]);
  return { train, test };
}

function knownName(name: string): (typeof NAMES)[number] {
  const known = NAMES.find((each) => each === name);
  if (known === undefined) throw new MissingImagesError(`there is no data set ${name}, only ${NAMES.join(' and ')}`);
  return known;
}

async function ownFiles(dir: string): Promise<{ trainImages: string; testImages: string }> {
  const names = new Set(await readdir(dir).catch((): string[] => []));
  const find = (name: string): string => {
    const found = [name, `${name}.gz`].find((candidate) => names.has(candidate));
    if (found === undefined)
      throw new MissingImagesError(`--data-dir: there is no file ${name} or ${name}.gz in ${dir}`);
    return join(dir, found);
  };
  return { trainImages: find(TRAIN_FILE), testImages: find(TEST_FILE) };
}

async function load(name: string, path: string): Promise<{ file: DataFile; count: number }> {
  const bytes = await readFile(path);
  const { rows, columns, count } = await decodeImages(bytes, path);
  if (rows !== IMAGE_SIDE_PIXELS || columns !== IMAGE_SIDE_PIXELS) {
    throw new WrongImageSizeError(`${path} holds images of ${rows}×${columns} pixels, but the model takes 28×28`);
  }
  return { file: { name, bytes }, count };
}
