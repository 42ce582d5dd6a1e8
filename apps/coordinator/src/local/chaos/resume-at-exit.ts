/**
 * A stopped process cannot notice the end of its parent, and would stay stopped forever if the coordinator were killed before it
 * resumes the process. So a shell waits for a line from the coordinator, and resumes the process when the pipe closes instead.
 */
import { spawn } from 'node:child_process';

/** `read` has exit status 0 when it has read a line. */
const SCRIPT = 'read -r word || kill -CONT "$1"';

/** Resumes the process `pid` when this process ends, until the returned function is called. */
export function resumeAtExit(pid: number): () => void {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell, a kill of this process leaves the other one stopped.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  return () => shell.stdin.end('over\n');
}
