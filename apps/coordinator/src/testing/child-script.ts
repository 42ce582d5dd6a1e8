/** Real child processes of a few lines, for the tests of those who start, harm and watch children. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-children-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let scripts = 0;

/** A child that does nothing until its pipe closes. */
export const WAITS = `process.stdin.resume(); process.stdin.on('end', () => process.exit());`;

/** Path of a file with this script. */
export function scriptFile(script: string): string {
  const path = join(folder, `child-${++scripts}.mjs`);
  writeFileSync(path, script);
  return path;
}

/** The kernel's letter for what a process is doing: T for one that is stopped. */
export function stateOf(pid: number | undefined): string | undefined {
  return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
}
