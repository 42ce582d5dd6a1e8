/** What benchmarks of whole clusters have in common: a folder that goes when they end, and a stop that reaches all that they started. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopSignal } from '@lockstep/cli';

/**
 * Measures with a folder of its own, which is removed in the end.
 * @param measure `signal` is aborted on Ctrl-C
 * @throws StopError after Ctrl-C
 */
export async function inOwnFolder(measure: (dir: string, signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = stopSignal();
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  try {
    await measure(dir, signal);
  } catch (error) {
    // What the stop did to the programs is not what went wrong.
    signal.throwIfAborted();
    throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
