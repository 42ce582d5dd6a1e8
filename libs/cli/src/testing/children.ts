/** Real child processes of a few lines. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

const POLL_MS = 10;
const MOST_MS = 20_000;

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

/** Waits until a condition holds. @throws Error when it does not for too long */
export async function until(condition: () => boolean): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += POLL_MS) {
    if (waitedMs > MOST_MS) throw new Error(`not within ${MOST_MS} ms: ${condition.toString()}`);
    await sleep(POLL_MS);
  }
}
