/**
 * A stopped process cannot notice that its parent is gone, and would lie there for ever if we were killed before we continue it.
 * So a shell waits beside it, for our word or for the end of the pipe to us, and continues it in the second case.
 */
import { spawn } from 'node:child_process';

/** Exit status 0 of `read` means that our word came. */
const SCRIPT = 'read -r word || kill -CONT "$1"';

/** @returns to be called once the process is no longer stopped, or has ended */
export function continueWhenWeDie(pid: number): () => void {
  const shell = spawn('/bin/sh', ['-c', SCRIPT, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell the process is stopped all the same: this is for the case that we are killed.
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  return () => shell.stdin.end('over\n');
}
