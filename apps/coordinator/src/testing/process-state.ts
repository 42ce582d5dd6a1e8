import { readFileSync } from 'node:fs';

/** The kernel's letter for what a process is doing: T for one that is stopped. */
export function stateOf(pid: number | undefined): string | undefined {
  return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
}
