/** The events and effects of the Leadership machine. */

/** The value of a run's key `leader`. */
export interface LeaderEntry {
  /** Grows each time a process takes the lead. */
  epoch: number;
  /** Random id of the process that wrote it. */
  holder: string;
  /** `released` by a leader that left, so that a waiting process takes over at once; `finished` when the run is over. */
  state: 'leading' | 'released' | 'finished';
}

/** An entry with the revision at which it was read. */
export interface LeaderReading extends LeaderEntry {
  revision: number;
}

export interface LeadershipConfig {
  /** Random id of this process. */
  holder: string;
  /** `lead`: takes the lead, unless another process keeps it. `standby`: waits until the leader is gone. */
  role: 'lead' | 'standby';
  /** An entry that has not changed for this long may be taken over. */
  leaseMs: number;
  /** Time between two renewals of a leader, and between two reads of a waiting process. */
  renewMs: number;
  /** The largest epoch that is known from elsewhere, 0 for none. The claimed epoch is larger, even if the key was lost. */
  latestEpoch: number;
  /** Distance of the claimed epoch from the latest known epoch when the key does not exist. At least 1. */
  lostKeyStep: number;
}

export type LeadershipEvent =
  | { kind: 'tick' }
  /** Undefined when the key does not exist. */
  | { kind: 'read'; entry: LeaderReading | undefined }
  /** `gone`: the servers report that the bucket of the key no longer exists. */
  | { kind: 'readFailed'; reason: string; gone: boolean }
  | { kind: 'written'; revision: number }
  /** `conflict`: another process has written in between. `unknown`: no answer came, so the write may have succeeded. */
  | { kind: 'writeFailed'; why: 'conflict' | 'unknown'; reason: string }
  /** The process gives the lead up, or stops waiting for it. */
  | { kind: 'end'; state: 'released' | 'finished' };

/** `read` and `write` are answered by one event each. At most one of them is under way. */
export type LeadershipEffect =
  | { kind: 'read' }
  /** Compare-and-set: write `entry` if the key is still at `revision`; 0 when it does not exist. */
  | { kind: 'write'; entry: LeaderEntry; revision: number }
  /** This process leads from now on, in this epoch. */
  | { kind: 'lead'; epoch: number }
  /** Another process may take the lease. Nothing may be published until `resume`. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Another process leads, in this epoch. The machine takes no more events. */
  | { kind: 'deposed'; epoch: number }
  /** Only for the role `lead`: another process leads and keeps renewing. The machine takes no more events. */
  | { kind: 'otherLeads'; epoch: number }
  /** The servers have lost the bucket, and with it the run's other data. The machine takes no more events. */
  | { kind: 'gone' }
  /** Only for the role `standby`: the leader of this epoch has ended the run. The machine takes no more events. */
  | { kind: 'finished'; epoch: number }
  /** Answers `end`: the state is written, or cannot be written. The machine takes no more events. */
  | { kind: 'ended' }
  | { kind: 'notice'; level: 'debug' | 'info' | 'warn'; message: string };
