/** Formats the status of a run as text and as JSON. */
import type { HeldShards, Status, WorkerStatus } from '@lockstep/protocol';
import { snakeCase } from '../console/snake-case.js';

/** Returns lines for people, without a final line end. */
export function statusText(status: Status): string {
  const lines = [headline(status), stepLine(status)];
  if (status.paused) lines.push('PAUSED: the coordinator cannot renew its lease as leader; it resumes once it can');
  if (status.waitingFor !== '') lines.push(`WAITING: ${status.waitingFor}`);
  lines.push('', ...workerLines(status.workers));
  for (const { id, version, synced, silentMs } of status.standbys) {
    const state = synced ? `follows, ${behind(status.version - version)}` : 'has not caught up yet';
    lines.push(`standby ${id}: ${state}, last message ${seconds(silentMs)} ago`);
  }
  for (const { id, code, reason } of status.refused) lines.push(`refused ${id} (${code}): ${reason}`);
  if (status.audited + status.auditsSkipped > 0) {
    const skipped = status.auditsSkipped > 0 ? `, ${status.auditsSkipped} skipped without a second worker` : '';
    lines.push(`audits: ${status.audited} done${skipped}`);
  }
  return lines.map(printable).join('\n');
}

/** Returns one object for a JSON line. */
export function statusJson(status: Status): Record<string, unknown> {
  return { type: 'status', ...(snakeCase(status) as Record<string, unknown>) };
}

function headline({ run, version, totalSteps, stepsPerEpoch, leaderEpoch }: Status): string {
  const epochs = Math.ceil(totalSteps / stepsPerEpoch);
  const epoch = Math.min(epochs, Math.floor(version / stepsPerEpoch) + 1);
  return `run ${run}   step ${version}/${totalSteps}   epoch ${epoch}/${epochs}   leader epoch ${leaderEpoch}`;
}

function stepLine({ phase, version, openMs, medianStepMs }: Status): string {
  const what = phase === 'train' ? `step ${version + 1}` : 'the evaluation';
  const usual = medianStepMs > 0 ? `, usually ${seconds(medianStepMs)}` : '';
  return `${what} has been open for ${seconds(openMs)}${usual}`;
}

const HEADINGS = ['WORKER', 'HOLDS', 'FOR', 'MS/SHARD', 'MESSAGE', 'DEVICE', 'HOST'];

function workerLines(workers: readonly WorkerStatus[]): string[] {
  if (workers.length === 0) return ['no workers'];
  const rows = [HEADINGS, ...workers.flatMap(workerRows)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns one row per lease, because each lease has its own age. */
function workerRows({ id, device, host, silentMs, msPerShard, holds }: WorkerStatus): string[][] {
  const speed = msPerShard > 0 ? msPerShard.toFixed(0) : '?';
  const rest = [speed, `${seconds(silentMs)} ago`, device, host];
  const [first, ...more] = holds;
  if (!first) return [[id, 'nothing', '-', ...rest]];
  const others = more.map((held) => ['', shards(held), seconds(held.heldMs), '', '', '', '']);
  return [[id, shards(first), seconds(first.heldMs), ...rest], ...others];
}

function shards({ firstShard, shardCount, late, audit }: HeldShards): string {
  const which = shardCount === 1 ? `shard ${firstShard}` : `shards ${firstShard}-${firstShard + shardCount - 1}`;
  return `${which}${late ? ', late' : ''}${audit ? ', audit' : ''}`;
}

function behind(steps: number): string {
  return steps <= 0 ? 'up to date' : `${steps} step(s) behind`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Replaces control characters. Names of devices and hosts come from the network and must not control the terminal. */
function printable(line: string): string {
  return line.replace(/\p{Cc}/gu, '?');
}
