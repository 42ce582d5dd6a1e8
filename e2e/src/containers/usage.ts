/** What a container uses, as its control group counts it. */
import { cpus } from 'node:os';
import { getContainerRuntimeClient } from 'testcontainers';
import type { Container } from './container.js';

export interface Usage {
  /** When it was asked, by this process's monotonic clock. */
  atMs: number;
  /** Processor time since the container was started. */
  cpuMs: number;
  /** Memory of its processes: not the page cache, which the kernel takes back when it needs it. */
  memoryBytes: number;
}

/** The two versions of control groups name it differently. */
interface MemoryStats {
  /** v2 */
  anon?: number;
  /** v1 */
  total_rss?: number;
}

/** @throws Error when it does not run any more */
export async function usageOf({ name }: Container): Promise<Usage> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const stats = await dockerode.getContainer(name).stats({ stream: false, 'one-shot': true });
  const { anon, total_rss: rss } = (stats.memory_stats.stats ?? {}) as MemoryStats;
  const memoryBytes = anon ?? rss;
  if (memoryBytes === undefined) throw new Error(`the engine does not say how much memory ${name} uses: has it ended?`);
  return { atMs: performance.now(), cpuMs: stats.cpu_stats.cpu_usage.total_usage / 1e6, memoryBytes };
}

/** Share of one core that was used between the first and the last. */
export function coreShare(usages: readonly Usage[]): number {
  const [first, last] = [usages[0]!, usages.at(-1)!];
  return (last.cpuMs - first.cpuMs) / (last.atMs - first.atMs);
}

/** Time that all cores of this machine have been at work since it started. */
export function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

export function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
