/** Audits and wrong results for tests. */
import type { TreeNode } from '@lockstep/optim';
import type { CoordinatorEffect, CoordinatorMachineConfig } from '../coordinator/events.js';
import { of, type TestCoordinator } from './coordinator.js';

/** Audits these nodes of the second step, or all nodes. */
export function auditOf(...nodes: readonly string[]): Pick<CoordinatorMachineConfig, 'audit'> {
  const chosen = ({ level, index }: TreeNode) => nodes.length === 0 || nodes.includes(`${level}/${index}`);
  return { audit: { share: 0.5, draw: (version, node) => (version === 1 && chosen(node) ? 0 : 1) } };
}

/** Worker n answers with one changed bit in each gradient sum. */
export function lie(cluster: TestCoordinator, n: number): CoordinatorEffect[] {
  return cluster.parts(n).flatMap((part) => {
    const data = part.data.slice();
    data[0]! ^= 1;
    return cluster.part(n, { ...part, data });
  });
}

/** Losses of the completed steps. */
export function losses(effects: readonly CoordinatorEffect[]): number[] {
  return of(effects, 'stepped').map(({ record }) => record.loss);
}

export function counts(cluster: TestCoordinator): { audited: number; auditsSkipped: number } {
  const { audited, auditsSkipped } = cluster.machine.status(cluster.nowMs);
  return { audited, auditsSkipped };
}
