/** Checks of the results with which coordinators end. */
import type { NodeResult } from '@lockstep/cluster';
import { fail } from '../checks/violation.js';
import type { SimulationOptions } from '../options.js';

/** The reason of a supervisor that aborts the run. */
export const ABORTED = 'aborted: no worker can be started';

export class Results {
  /** Leader epochs whose leader ended the run. Standbys of a failed run are told so, and a person resumes the run. */
  private readonly closedIn = new Set<number>();

  constructor(private readonly options: SimulationOptions) {}

  /** A leader tells the standbys that the run is over. */
  onClosed(leaderEpoch: number): void {
    this.closedIn.add(leaderEpoch);
  }

  /** @param leaderEpoch the last epoch in which this process led @throws Violation */
  check(name: string, result: NodeResult, leaderEpoch: number, storeLost: boolean): void {
    switch (result.kind) {
      case 'finished':
        return;
      case 'over':
        if (!this.closedIn.has(result.epoch)) fail(`${name} reports that the run is over, but nobody ended it`);
        return;
      case 'stopped':
      case 'otherLeads':
        if (this.closedIn.has(leaderEpoch))
          fail(`${name} has told standbys that the run is over, but ends: ${result.kind}`);
        return;
      case 'storeLost':
        if (!storeLost) fail(`${name} reports that the store is lost, but it is not`);
        if (!/lost what it stored/.test(result.reason)) fail(`${name} does not say why it ends: "${result.reason}"`);
        return;
      case 'failed':
        if (!this.mayFail(result.reason)) fail(`${name} fails: ${result.reason}`);
    }
  }

  private mayFail(reason: string): boolean {
    const { lies, nans, faults } = this.options;
    return (
      reason === ABORTED ||
      (lies.some((rate) => rate > 0) && /audit|agree|differ/i.test(reason)) ||
      (nans.some((rate) => rate > 0) && reason.includes('not finite')) ||
      (faults.diskFull < Infinity && reason.includes('disk is full'))
    );
  }
}
