/** Once for all tests: a small dataset, and the undisturbed run that every disturbed one has to equal bit by bit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { makeDataset } from './dataset.js';
import { endAll } from './processes.js';
import { Coordinator, EXPERIMENT } from './programs.js';
import { summaryOf, type Summary } from './run-folder.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the small dataset. */
    dataDir: string;
    /** Folder of the undisturbed run. */
    referenceOut: string;
    reference: Summary;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), 'lockstep-e2e-'));
  const cleanUp = () => {
    const left = endAll();
    rmSync(dir, { recursive: true, force: true });
    return left;
  };
  const teardown = () => {
    const left = cleanUp();
    if (left.length > 0) throw new Error(`processes were left behind:\n${left.join('\n')}`);
  };
  try {
    const dataDir = join(dir, 'data');
    const referenceOut = join(dir, 'reference');
    await makeDataset(dataDir);
    const coordinator = new Coordinator([
      ...EXPERIMENT,
      '--workers=2',
      '--checkpoint-every=5',
      `--data-dir=${dataDir}`,
      `--out=${referenceOut}`,
    ]);
    const { code } = await coordinator.program.ended(180_000);
    if (code !== 0) throw new Error(`the reference run failed:\n${coordinator.program.output}`);
    project.provide('dataDir', dataDir);
    project.provide('referenceOut', referenceOut);
    project.provide('reference', summaryOf(referenceOut));
    return teardown;
  } catch (error) {
    cleanUp();
    throw error;
  }
}
