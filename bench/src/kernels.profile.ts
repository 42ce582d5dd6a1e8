/** From traces of the same computation to time per kernel. */
import type { Call, Trace } from './kernels.trace.js';
import { median, rounded } from './statistics.js';

export interface ProfileRow {
  phase: 'forward' | 'backward' | 'beside';
  name: string;
  /** How many calls of one step have this name. */
  calls: number;
  /** Sum over these calls of each one's median over the steps. */
  ms: number;
  /** Part of the sum of all rows: that sum is steadier than the time of whole steps, which a single pause spoils. */
  share: number;
}

/**
 * Rows, largest first. Calls are told apart by their place in the step, so all traces must have the same calls.
 * @param forwardKernels how many kernels a step runs before its backward pass begins
 */
export function profileOf(traces: readonly Trace[], forwardKernels: number): ProfileRow[] {
  const rows = new Map<string, ProfileRow>();
  const add = (phase: ProfileRow['phase'], name: string, ms: number): void => {
    const row = rows.get(`${phase} ${name}`) ?? { phase, name, calls: 0, ms: 0, share: 0 };
    rows.set(`${phase} ${name}`, { ...row, calls: row.calls + 1, ms: row.ms + ms });
  };
  let kernels = 0;
  traces[0]?.calls.forEach(({ kind, name }, place) => {
    const phase = kind !== 'kernel' ? 'beside' : kernels++ < forwardKernels ? 'forward' : 'backward';
    add(phase, name, median(traces.map(({ calls }) => sameCall(calls[place], name).ms)));
  });
  add('beside', 'JavaScript', median(traces.map(javaScriptMs)));
  const totalMs = [...rows.values()].reduce((sum, { ms }) => sum + ms, 0);
  return [...rows.values()]
    .map((row) => ({ ...row, ms: rounded(row.ms), share: rounded(row.ms / totalMs) }))
    .sort((a, b) => b.ms - a.ms);
}

function javaScriptMs({ calls, totalMs }: Trace): number {
  return totalMs - calls.reduce((sum, { ms }) => sum + ms, 0);
}

function sameCall(call: Call | undefined, name: string): Call {
  if (call?.name !== name) throw new Error(`A step called '${call?.name}' where the first one called '${name}'.`);
  return call;
}
