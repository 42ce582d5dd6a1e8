/** What the processes of an emulated run and the benchmark say to each other. */
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
  /** The workers of this process. */
  members: string[];
}

/** When a worker began and ended the passes of one step, on the shared clock, and what had gone over its connection before. */
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
  /** So many updates have been applied. */
  | { kind: 'stepped'; version: number }
  /** The coordinator's machine is done. `workersOf`: how many took part in each step, from the first on. */
  | { kind: 'coordinated'; outcome: string; reason: string; workersOf: number[]; intervals: Intervals }
  | { kind: 'worked'; reports: WorkerReport[]; intervals: Intervals };
