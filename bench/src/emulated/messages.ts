/** The messages between the processes of an emulated run and the benchmark. */
import type { EmulatedConfig } from './plan.js';
import type { Intervals } from './stages.js';

export interface CoordinatorSetup {
  config: EmulatedConfig;
  natsUrl: string;
}

export interface WorkerSetup {
  config: EmulatedConfig;
  natsUrl: string;
  partSizeBytes: number;
  /** Names of the workers of this process. */
  members: string[];
}

/** Start and end of one step's passes of a worker on the shared clock, and the bytes on its connection before. */
export interface WorkerStep {
  version: number;
  forwardMs: number;
  backwardDoneMs: number;
  receivedBytes: number;
  sentBytes: number;
}

export interface WorkerReport {
  member: string;
  steps: WorkerStep[];
  weightsSha256: string;
}

export type ProcessReply =
  | { kind: 'ready'; partSizeBytes: number }
  /** `version` updates have been applied. */
  | { kind: 'stepped'; version: number }
  /** The coordinator's machine has ended. `workersOf` is the number of workers of each step. */
  | { kind: 'coordinated'; outcome: string; reason: string; workersOf: number[]; intervals: Intervals }
  | { kind: 'worked'; reports: WorkerReport[]; intervals: Intervals };

export function reply(message: ProcessReply): void {
  process.send?.(message);
}
