/** Prints the report of a run with chaos. */
import type { Report } from '../../console/report.js';
import { FAULT_KINDS, type FaultKind } from './plan.js';
import type { ChaosSummary } from './ledger.js';

/** Prints the report as text or as a JSON line. @param weightsSha256 undefined for a run that was stopped before its end */
export function printChaos(report: Report, chaos: ChaosSummary | undefined, weightsSha256: string | undefined): void {
  if (!chaos) return;
  const data = { type: 'chaos', ...chaos, ...(weightsSha256 !== undefined && { weights_sha256: weightsSha256 }) };
  report.result(chaosText(chaos, weightsSha256), data);
}

const NAMES: Readonly<Record<FaultKind, string>> = { kill: 'killed', pause: 'paused', slow: 'slowed down' };

export function chaosText(chaos: ChaosSummary, weightsSha256: string | undefined): string {
  const { faults, missed, recoveries } = chaos;
  const counts = FAULT_KINDS.map((kind) => `${NAMES[kind]} ${faults[kind]}`).join(', ');
  const missing = missed > 0 ? `; ${missed} more found no running worker` : '';
  const lines = [`Chaos at rate ${chaos.rate}, seed ${chaos.seed}: ${faults.total} fault(s) (${counts})${missing}`];
  for (const kind of FAULT_KINDS) {
    const of = recoveries[kind];
    if (!of) continue;
    const times = `median ${of.median_ms} ms, p95 ${of.p95_ms} ms, worst ${of.worst_ms} ms`;
    lines.push(`  ${NAMES[kind]}, to the next committed step: ${times}`);
  }
  const [lost, trained] = [seconds(chaos.lost_ms), seconds(chaos.trained_ms)];
  lines.push(`  time lost: ${lost} of ${trained}, against the pace of the ${chaos.pace_steps} ${chaos.pace_from}`);
  if (weightsSha256 !== undefined) lines.push(`  weights ${weightsSha256}`);
  return lines.join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
