/** A test file's own folder, and the options of the common experiment; ends and removes what the file leaves. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, inject } from 'vitest';
import { endAll } from './processes.js';
import { EXPERIMENT } from './programs.js';

export class Workspace {
  readonly dir = mkdtempSync(join(tmpdir(), 'lockstep-e2e-'));

  constructor() {
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

  /** Arguments of a run of the common experiment. */
  args(out: string, ...more: string[]): string[] {
    return [...EXPERIMENT, `--data-dir=${inject('dataDir')}`, `--out=${out}`, ...more];
  }
}
