/** A small dataset: the first images of MNIST, as IDX files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetFiles } from '@lockstep/native';

export const TRAIN_FILE = 'train-images-idx3-ubyte';
export const TEST_FILE = 't10k-images-idx3-ubyte';
export const TRAIN_SAMPLES = 500;
const TEST_SAMPLES = 128;
const HEADER_BYTES = 16;
const IMAGE_BYTES = 28 * 28;

export async function makeDataset(dir: string, trainSamples = TRAIN_SAMPLES): Promise<void> {
  const { trainImages, testImages } = await datasetFiles('mnist');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, TRAIN_FILE), firstImages(readFileSync(trainImages), trainSamples));
  writeFileSync(join(dir, TEST_FILE), firstImages(readFileSync(testImages), TEST_SAMPLES));
}

function firstImages(idx: Buffer, count: number): Buffer {
  const cut = Buffer.from(idx.subarray(0, HEADER_BYTES + count * IMAGE_BYTES));
  cut.writeUInt32BE(count, 4);
  return cut;
}
