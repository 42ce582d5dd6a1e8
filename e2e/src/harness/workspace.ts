/** A test file's own folder and its experiment. After the file, it ends all processes, which fails the file, and removes the folder. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { LINEAR, type Experiment } from './experiment.js';
import { endAll } from './processes.js';

export class Workspace {
  readonly dir = mkdtempSync(join(tmpdir(), 'lockstep-e2e-'));

  constructor(readonly experiment: Experiment = LINEAR) {
    afterAll(() => {
      const left = endAll();
      rmSync(this.dir, { recursive: true, force: true });
      expect(left, 'processes that were left behind').toEqual([]);
    });
  }

  path(...names: string[]): string {
    return join(this.dir, ...names);
  }

  folder(...names: string[]): string {
    const dir = this.path(...names);
    mkdirSync(dir, { recursive: true });
    return dir;
  }

  /** Options of a coordinator of the experiment. */
  args(out: string, ...more: string[]): string[] {
    return [...this.experiment.args, `--out=${out}`, ...more];
  }
}
