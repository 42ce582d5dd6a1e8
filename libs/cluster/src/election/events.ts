/** What happens to the machine of leadership, and what it wants done. */

/** What the key `leader` of a run says. */
export interface LeaderEntry {
  /** Grows by one each time somebody takes the lead. */
  epoch: number;
  /** Random id of the process that wrote it. */
  holder: string;
  /** `released` by a leader that left, and whoever waits takes over at once; `finished` when the run is over. */
  state: 'leading' | 'released' | 'finished';
}

/** An entry with the revision at which it was read. */
export interface LeaderReading extends LeaderEntry {
  revision: number;
}

export interface LeadershipConfig {
  /** Random id of this process. */
  holder: string;
  /** `lead`: takes the lead now, unless somebody else keeps it. `standby`: waits until the leader is gone. */
  role: 'lead' | 'standby';
  /** An entry that has not changed for so long belongs to nobody any more. */
  leaseMs: number;
  /** Time between two renewals of a leader, and between two looks of one who waits. */
  renewMs: number;
  /** The largest epoch that is known from elsewhere, 0 none: ours will be larger, also where the key was lost. */
  latestEpoch: number;
  /** Distance of the claimed epoch from the latest known epoch when the key does not exist. At least 1. */
  lostKeyStep: number;
}

export type LeadershipEvent =
  | { kind: 'tick' }
  /** Undefined: there is no such key. */
  | { kind: 'read'; entry: LeaderReading | undefined }
  /** `gone`: the servers say that there is no bucket for the key any more. */
  | { kind: 'readFailed'; reason: string; gone: boolean }
  | { kind: 'written'; revision: number }
  /** `conflict`: somebody else has written in between. `unknown`: no answer came, so that it may have been written or not. */
  | { kind: 'writeFailed'; why: 'conflict' | 'unknown'; reason: string }
  /** The leader's work has come to its end. */
  | { kind: 'end'; state: 'released' | 'finished' };

/** `read` and `write` are answered by one event each; there is never more than one of them under way. */
export type LeadershipEffect =
  | { kind: 'read' }
  /** Compare-and-set: write `entry` if the key is still at `revision`; 0 when it does not exist. */
  | { kind: 'write'; entry: LeaderEntry; revision: number }
  /** We lead from now on, in this epoch. */
  | { kind: 'lead'; epoch: number }
  /** The lease may be somebody else's soon: nothing may be published until `resume`. */
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** Somebody else leads, in this epoch. The machine takes no more events. */
  | { kind: 'deposed'; epoch: number }
  /** Of the role `lead`: somebody else leads and keeps renewing. The machine takes no more events. */
  | { kind: 'otherLeads'; epoch: number }
  /** The servers have lost the bucket, and with it all else of the run. The machine takes no more events. */
  | { kind: 'gone' }
  /** Of the role `standby`: the leader of this epoch has ended the run. The machine takes no more events. */
  | { kind: 'finished'; epoch: number }
  /** Answer to `end`: it is written, or cannot be. The machine takes no more events. */
  | { kind: 'ended' }
  | { kind: 'notice'; level: 'debug' | 'info' | 'warn'; message: string };
