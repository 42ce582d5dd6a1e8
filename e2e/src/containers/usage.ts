/** Processor time and memory of a container, as counted by its control group. */
import { cpus } from 'node:os';
import { getContainerRuntimeClient } from 'testcontainers';
import type { Container } from './container.js';

export interface Usage {
  /** Time of the measurement, by this process's monotonic clock. */
  atMs: number;
  /** Processor time since the container was started. */
  cpuMs: number;
  /** Memory of its processes, without the page cache. */
  memoryBytes: number;
}

/** The field has different names in the two versions of control groups. */
interface MemoryStats {
  /** v2 */
  anon?: number;
  /** v1 */
  total_rss?: number;
}

/** @throws Error when the container has ended */
export async function usageOf({ name }: Container): Promise<Usage> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const stats = await dockerode.getContainer(name).stats({ stream: false, 'one-shot': true });
  const { anon, total_rss: rss } = (stats.memory_stats.stats ?? {}) as MemoryStats;
  const memoryBytes = anon ?? rss;
  if (memoryBytes === undefined) throw new Error(`the engine does not report the memory of ${name}: has it ended?`);
  return { atMs: performance.now(), cpuMs: stats.cpu_stats.cpu_usage.total_usage / 1e6, memoryBytes };
}

/** Used share of one core between the first and the last measurement. */
export function coreShare(usages: readonly Usage[]): number {
  const [first, last] = [usages[0]!, usages.at(-1)!];
  return (last.cpuMs - first.cpuMs) / (last.atMs - first.atMs);
}

/** Busy time of all cores of this machine since it started. */
export function machineBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

export function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}
