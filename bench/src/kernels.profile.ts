/** Time per kernel, from traces of the same computation. */
import type { Call, Trace } from './kernels.trace.js';
import { median, rounded } from './statistics.js';

export interface ProfileRow {
  phase: 'forward' | 'backward' | 'beside';
  name: string;
  /** Number of calls with this name in one step. */
  calls: number;
  /** Sum over these calls of each call's median over the steps. */
  ms: number;
  /** Share of the sum of all rows, which varies less than the time of a whole step. */
  share: number;
}

/**
 * Rows, largest first. A call is identified by its place in the step, so all traces must have the same calls.
 * @param forwardKernels number of kernels before the backward pass
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
  if (call?.name !== name) throw new Error(`A step called '${call?.name}' where the first step called '${name}'.`);
  return call;
}
