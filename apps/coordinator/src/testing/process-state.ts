import { readFileSync } from 'node:fs';

/** Returns the kernel's letter for the state of a process. T means stopped. */
export function stateOf(pid: number | undefined): string | undefined {
  return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
}
