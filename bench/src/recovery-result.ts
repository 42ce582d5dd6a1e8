/** The result of `bench:recovery` as JSON: medians, the largest and all values. */
import type { Fault, Hang } from './local-workers.js';
import type { Takeover } from './takeovers.js';
import { rounded, series, type Series } from './statistics.js';

export interface Recoveries {
  kills: readonly Fault[];
  hangs: readonly Hang[];
  takeovers: readonly Takeover[];
  /** Take-overs during which the server that leads the key-value stream dies as well. */
  clusterTakeovers: readonly Takeover[];
}

interface Worst extends Series {
  worst: number | null;
}

export function recoveryResult({ kills, hangs, takeovers, clusterTakeovers }: Recoveries) {
  return {
    // The time from the kill to the next commit, and the longest time between commits, both less a normal step.
    kill: {
      next_step_beyond_normal_ms: withWorst(kills.map(({ nextMs, normalMs }) => nextMs - normalMs)),
      longest_step_beyond_normal_ms: withWorst(kills.map(({ longestMs, normalMs }) => longestMs - normalMs)),
      normal_step_ms: series(kills.map(({ normalMs }) => normalMs)),
    },
    // The time from the stop to the commit of the step that waited for the hanging worker, and its part after the lease's deadline.
    hang: {
      longest_step_ms: withWorst(hangs.map(({ longestMs }) => longestMs)),
      beyond_deadline_ms: withWorst(hangs.map(({ longestMs, deadlineMs }) => longestMs - deadlineMs)),
      deadline_ms: series(hangs.map(({ deadlineMs }) => deadlineMs)),
      normal_step_ms: series(hangs.map(({ normalMs }) => normalMs)),
    },
    takeover: takeoverResult(takeovers),
    takeover_with_server: takeoverResult(clusterTakeovers),
  };
}

/** The time from the leader's death to the standby's first commit. */
function takeoverResult(takeovers: readonly Takeover[]) {
  return {
    first_step_ms: withWorst(takeovers.map(({ nextMs }) => nextMs)),
    normal_step_ms: series(takeovers.map(({ normalMs }) => normalMs)),
  };
}

/** A series with its largest value, which is null for an empty series. */
function withWorst(values: readonly number[]): Worst {
  return { ...series(values), worst: values.length === 0 ? null : rounded(Math.max(...values)) };
}
