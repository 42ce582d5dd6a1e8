/**
 * The synthetic samples. The features of sample s are table[s] to table[s + features - 1] of one table of noise, each multiplied by a
 * scale. Samples share the table, so its size grows with the sum, not the product, of the numbers of samples and features.
 */
import { readFile } from 'node:fs/promises';

import { fillUniform, Purpose } from '@lockstep/data';

import { SampleFileError } from './errors.js';
import type { LinearSize } from './linear.js';

/** The scales differ by orders of magnitude, so that sums round, and a different order of summation gives different bits. */
const SCALES = [1.07, 0.031, 0.0017] as const;
/** The samples do not depend on the run's seed, so equal sizes give equal files. */
const DATA_SEED = 20_260_101;
/** Width of the uniform noise in the targets. */
const TARGET_NOISE = 0.01;

/** The data of all samples. Test samples follow the training samples. */
export interface LinearSamples {
  /** [samples + features - 1], from -0.5 to 0.5. */
  readonly table: Float32Array;
  /** [samples] */
  readonly targets: Float32Array;
}

/** Returns a feature of a sample, in float64. */
export function featureOf(table: Float32Array, sample: number, index: number): number {
  return table[sample + index]! * SCALES[index % SCALES.length]!;
}

/** Generates samples whose targets are a linear function of the features, with weights from -1 to 1, plus noise. */
export function makeSamples({ features, trainSamples, testSamples }: LinearSize): LinearSamples {
  const samples = trainSamples + testSamples;
  const table = uniform(samples + features - 1, 0);
  const weights = uniform(features, 1);
  const noise = uniform(samples, 2);
  const targets = new Float32Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let sum = noise[sample]! * TARGET_NOISE;
    for (let i = 0; i < features; i++) sum += 2 * weights[i]! * featureOf(table, sample, i);
    targets[sample] = sum;
  }
  return { table, targets };
}

/**
 * Reads the files that {@link sampleFiles} returns.
 * @throws SampleFileError
 */
export async function readSamples(files: Readonly<Record<string, string>>, size: LinearSize): Promise<LinearSamples> {
  const samples = size.trainSamples + size.testSamples;
  return {
    table: await read(files, 'table.f32', samples + size.features - 1),
    targets: await read(files, 'targets.f32', samples),
  };
}

/** Returns the samples as files of little-endian float32 values. */
export function sampleFiles({ table, targets }: LinearSamples): { name: string; bytes: Uint8Array }[] {
  return [
    { name: 'table.f32', bytes: new Uint8Array(table.buffer) },
    { name: 'targets.f32', bytes: new Uint8Array(targets.buffer) },
  ];
}

async function read(files: Readonly<Record<string, string>>, name: string, count: number): Promise<Float32Array> {
  const path = files[name];
  if (path === undefined) throw new SampleFileError(`the run has no file ${name}, so it trains a different task`);
  const bytes = await readFile(path);
  if (bytes.byteLength === count * Float32Array.BYTES_PER_ELEMENT)
    return new Float32Array(new Uint8Array(bytes).buffer);
  throw new SampleFileError(`${path} has ${bytes.byteLength} bytes, but ${count} float32 values are expected`);
}

/** Returns uniform numbers from -0.5 to 0.5. */
function uniform(count: number, stream: number): Float32Array {
  const values = new Float32Array(count);
  fillUniform(values, DATA_SEED, Purpose.syntheticData, stream, 0);
  return values.map((value) => value - 0.5);
}
