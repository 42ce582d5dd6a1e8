/** Makes the folder that all test files share (see experiment.ts), and checks that no process outlives the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { endAll, suiteMark } from './processes.js';

declare module 'vitest' {
  interface ProvidedContext {
    sharedDir: string;
  }
}

export default function setup(project: TestProject): () => void {
  suiteMark();
  const dir = mkdtempSync(join(tmpdir(), 'lockstep-e2e-'));
  project.provide('sharedDir', dir);
  return () => {
    const left = endAll();
    rmSync(dir, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`processes were left behind:\n${left.join('\n')}`);
  };
}
