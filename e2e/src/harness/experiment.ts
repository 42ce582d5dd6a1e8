/**
 * The experiments that the tests disturb, and the undisturbed run of each, which a disturbed run has to equal bit by bit. Each is made
 * once, for the first test file that needs it.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { makeDataset } from './dataset.js';
import { Coordinator, LINEAR_TASK } from './programs.js';
import { summaryOf, type Summary } from './run-folder.js';

/** 16 steps an epoch. The last step has 20 samples, so that shards have two sizes. */
export const SIZE = ['--epochs=2', '--batch-size=32', '--shards=4'] as const;
export const STEPS = 32;

export interface Experiment {
  readonly name: string;
  /** As `--task` takes it. */
  readonly task: string;
  /** Options of its coordinator. */
  readonly args: readonly string[];
}

export interface Reference {
  readonly out: string;
  readonly summary: Summary;
}

/** Needs neither TensorFlow nor MNIST. */
export const LINEAR: Experiment = { name: 'linear', task: LINEAR_TASK, args: SIZE };

/** The UNet on the first images of MNIST. */
export async function denoise(): Promise<Experiment> {
  return { name: 'denoise', task: 'denoise', args: [...SIZE, '--task=denoise', `--data-dir=${await dataFolder()}`] };
}

/** The folder of the first images of MNIST. */
export async function dataFolder(): Promise<string> {
  const dir = join(inject('sharedDir'), 'data');
  if (!existsSync(dir)) await makeDataset(dir);
  return dir;
}

/** The undisturbed run. @throws Error when it fails */
export async function referenceOf({ name, args }: Experiment): Promise<Reference> {
  const out = join(inject('sharedDir'), `reference-${name}`);
  if (!existsSync(join(out, 'summary.json'))) {
    rmSync(out, { recursive: true, force: true });
    const { program } = new Coordinator([...args, '--workers=2', '--checkpoint-every=5', `--out=${out}`]);
    const { code } = await program.ended(180_000);
    if (code !== 0) throw new Error(`the reference run failed:\n${program.output}`);
  }
  return { out, summary: summaryOf(out) };
}
