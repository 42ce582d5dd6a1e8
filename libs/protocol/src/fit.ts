/** Whether a program can take part in a run. It costs less to find out here than after a backend has started and a refusal arrives. */
import { otherVersion, UnfitError } from './errors.js';
import { PROTOCOL_VERSION } from './limits.js';
import type { RunInfo } from './messages.js';

/** A program that wants to take part, and the task that it has resolved itself. */
export interface Member {
  /** What it is, for the message: `worker`. */
  readonly program: string;
  readonly task: string;
  readonly schemaHash: string;
  readonly parameterCount: number;
}

/** @throws UnfitError that says what differs and what to do */
export function checkFit(info: RunInfo, { program, task, schemaHash, parameterCount }: Member): void {
  const { protocolVersion, run } = info;
  if (protocolVersion !== PROTOCOL_VERSION) {
    throw new UnfitError(otherVersion(run, protocolVersion, program));
  }
  if (info.task !== task) {
    throw new UnfitError(
      `the run ${run} trains the task ${info.task}, this ${program} has ${task}: give it --task=${info.task}`,
    );
  }
  if (info.schemaHash !== schemaHash || info.parameterCount !== parameterCount) {
    const models = `${info.parameterCount} (schema ${info.schemaHash.slice(0, 12)}…), here ${parameterCount} (${schemaHash.slice(0, 12)}…)`;
    throw new UnfitError(
      `the task ${task} of the run ${run} has another model than this ${program}'s: parameters there ${models}. ` +
        'Use the same version of the task, and install the same release of Lockstep on all machines',
    );
  }
}
