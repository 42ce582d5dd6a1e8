/** Checks whether a program can take part in a run, before it starts a backend and the coordinator refuses it. */
import { otherVersion, SAME_RELEASE, UnfitError } from './errors.js';
import { PROTOCOL_VERSION } from './limits.js';
import type { RunInfo } from './messages.js';

/** A program and the task that it has resolved locally. */
export interface Member {
  /** The program's role for the error message: `worker`. */
  readonly program: string;
  readonly task: string;
  readonly schemaHash: string;
  readonly parameterCount: number;
}

/** @throws UnfitError when the protocol version, the task or the model differs */
export function checkFit(info: RunInfo, { program, task, schemaHash, parameterCount }: Member): void {
  const { protocolVersion, run } = info;
  if (protocolVersion !== PROTOCOL_VERSION) {
    throw new UnfitError(otherVersion(run, protocolVersion, program));
  }
  if (info.task !== task) {
    throw new UnfitError(
      `the run ${run} trains the task ${info.task}, this ${program} has ${task}: start it with --task=${info.task}`,
    );
  }
  if (info.schemaHash !== schemaHash || info.parameterCount !== parameterCount) {
    throw new UnfitError(
      `the run ${run} and this ${program} have different models for the task ${task}: ` +
        `the run has ${info.parameterCount} parameters (schema ${info.schemaHash.slice(0, 12)}…), ` +
        `this ${program} has ${parameterCount} (${schemaHash.slice(0, 12)}…). ` +
        `Use the same version of the task, and ${SAME_RELEASE}`,
    );
  }
}
