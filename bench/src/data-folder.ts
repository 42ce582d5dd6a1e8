/**
 * The data of all measurements: MNIST's training images and its first few test images, so that the evaluation at the end of a run is
 * short.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetFiles } from '@lockstep/native';

export const TRAIN_SAMPLES = 60_000;
export const TEST_SAMPLES = 128;

const TRAIN_FILE = 'train-images-idx3-ubyte';
const TEST_FILE = 't10k-images-idx3-ubyte';
const HEADER_BYTES = 16;
const IMAGE_BYTES = 28 * 28;

export interface DataFolder {
  dir: string;
  trainImagesPath: string;
  /** Paths of the files by their names in the task denoise. */
  files: Record<string, string>;
}

/**
 * Makes a folder for the coordinator's --data-dir.
 * @throws HashMismatchError, MissingPackageError when MNIST is not installed
 */
export async function makeDataFolder(dir: string): Promise<DataFolder> {
  const { trainImages, testImages } = await datasetFiles('mnist');
  await mkdir(dir, { recursive: true });
  const trainImagesPath = join(dir, TRAIN_FILE);
  const testImagesPath = join(dir, TEST_FILE);
  await copyFile(trainImages, trainImagesPath);
  await writeFile(testImagesPath, firstImages(await readFile(testImages), TEST_SAMPLES));
  return { dir, trainImagesPath, files: { [TRAIN_FILE]: trainImagesPath, [TEST_FILE]: testImagesPath } };
}

/** The first `count` images of an IDX file, with a header for them. */
function firstImages(idx: Buffer, count: number): Buffer {
  const cut = Buffer.from(idx.subarray(0, HEADER_BYTES + count * IMAGE_BYTES));
  cut.writeUInt32BE(count, 4);
  return cut;
}
