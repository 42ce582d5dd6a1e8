/** The events and effects of a coordinator process. */
import type { CoordinatorMessage, StandbyMessage } from '@lockstep/protocol';
import type { CoordinatorEffect, CoordinatorEvent, CoordinatorMachineConfig } from '../coordinator/events.js';
import type { CoordinatorMachine } from '../coordinator/machine.js';
import type { CheckpointReason } from '../training/checkpoints.js';
import type { TrainingState } from '../training/training-state.js';
import type { LeaderEntry, LeadershipConfig, LeadershipEvent } from '../election/events.js';
import type { Pointer, SavingOperation } from '../saving/saving.js';

export interface NodeConfig {
  /** Random id of this process. It marks the entries of the leader key that this process writes. */
  processId: string;
  /** Random number that distinguishes this process from an earlier one with the same name. */
  incarnation: number;
  /** How the process starts; a deposed leader continues as a standby. */
  role: LeadershipConfig['role'];
  /** True when no process has led the run before. */
  newRun: boolean;
  /** The largest leader epoch that is stored in the run's folder, 0 for none. */
  latestEpoch: number;
  /** True when only this coordinator uses the server. It then does not pause when it cannot renew its lease. */
  alone: boolean;
  training: Omit<CoordinatorMachineConfig, 'leaderEpoch'>;
  /** The state that a process with the role `lead` resumes; undefined for a new run and for a standby. */
  resumed: TrainingState | undefined;
  /** Makes the state before the first step, for a run without a checkpoint. */
  initial: () => TrainingState;
  /** Makes the machine that trains, so that a benchmark can time it. */
  createMachine?: (config: CoordinatorMachineConfig, state: TrainingState) => CoordinatorMachine;
  /** Called after each event of an inner machine, with the effects. The node does not depend on it. */
  observe?: Observer;
}

export type MachineName = 'leadership' | 'standby' | 'coordinator' | 'saving';
export type Observer = (machine: MachineName, event: { kind: string }, effects: readonly { kind: string }[]) => void;

/** The answer to readLeaderKey or writeLeaderKey. */
export type LeaderKeyAnswer = Exclude<LeadershipEvent, { kind: 'tick' | 'end' }>;

/** The answer to an operation of a save. */
export type SaveAnswer =
  | { kind: 'done' }
  /** The answer to getLatest; undefined before the first publication. */
  | { kind: 'pointer'; pointer: Pointer | undefined }
  | { kind: 'failed'; error: string };

/** `id` is the id of the effect that the event answers. The node ignores answers that it no longer waits for. */
export type NodeEvent =
  | { kind: 'tick' }
  /** From workers, from standbys, and from the supervisor of the workers' processes. */
  | Extract<CoordinatorEvent, { kind: 'message' | 'standbyMessage' | 'malformed' | 'gone' }>
  /** From the leader that this process follows. */
  | { kind: 'leaderMessage'; message: CoordinatorMessage }
  | { kind: 'leaderKey'; id: number; answer: LeaderKeyAnswer }
  /** Answers storeEpoch. */
  | { kind: 'epochStored'; id: number; error?: string }
  /** Answer loadLatest; `state` is undefined before the first publication. */
  | { kind: 'loaded'; id: number; state: TrainingState | undefined }
  | { kind: 'loadFailed'; id: number; reason: string }
  /** Answers encode. `key` names the checkpoint's objects. */
  | { kind: 'encoded'; id: number; key: string }
  /** Answers execute, or an encode that failed. */
  | { kind: 'saved'; id: number; answer: SaveAnswer }
  /** Answers conclude. */
  | { kind: 'concluded' }
  /** A person stops the process. The run can be resumed. */
  | { kind: 'stop'; reason: string }
  /** The run cannot continue on this machine. */
  | { kind: 'abort'; reason: string };

/** `adopted`: the state that training resumes from, which this folder or this object store may lack. */
export type SaveReason = CheckpointReason | 'adopted';

export type NodeEffect =
  /** Subscribe to the leader's messages for standbys. */
  | { kind: 'startFollowing' }
  | { kind: 'stopFollowing' }
  | { kind: 'sendToLeader'; message: StandbyMessage }
  | { kind: 'readLeaderKey'; id: number }
  /** Compare-and-set: write `entry` if the key is still at `revision`; 0 when it does not exist. */
  | { kind: 'writeLeaderKey'; id: number; entry: LeaderEntry; revision: number }
  /** Write the epoch to the run's folder. Nothing is published in this epoch before the answer. */
  | { kind: 'storeEpoch'; id: number; epoch: number }
  /** Fetch the latest published checkpoint. */
  | { kind: 'loadLatest'; id: number }
  /** Subscribe to the messages of workers and standbys, and answer discovery. */
  | { kind: 'startLeading'; leaderEpoch: number; version: number }
  | { kind: 'stopLeading' }
  /** Views in a message are valid only until the node's next event. */
  | Extract<CoordinatorEffect, { kind: 'send' | 'broadcast' | 'toStandbys' | 'stepped' | 'epochEnded' | 'evaluated' }>
  /** Encode the files of a checkpoint. The operations until the next encode apply to these files. */
  | { kind: 'encode'; id: number; state: TrainingState; leaderEpoch: number; reason: SaveReason }
  /** `revision` is that of the pointer for setLatest, 0 when there is no pointer yet. */
  | { kind: 'execute'; id: number; operation: SavingOperation; revision: number }
  /** The encoded checkpoint is durable and the latest of the object store. `hint`: notify the samplers. `last`: no other follows. */
  | { kind: 'announce'; hint: boolean; last: boolean }
  /** All steps are done and saved. Write the run's results before the standbys learn that the run is over. */
  | { kind: 'conclude' }
  | { kind: 'notice'; level: 'debug' | 'info' | 'warn'; message: string }
  /** The node ignores all later events. */
  | { kind: 'exit'; result: NodeResult };

export type NodeResult =
  | { kind: 'finished' }
  /** `standbys`: number of standbys that can take over. */
  | { kind: 'stopped'; standbys: number }
  /** Another coordinator, which led in `epoch`, has ended the run. */
  | { kind: 'over'; epoch: number }
  /** `waitingFor`: the workers and shards that the open step waited for, '' for none. */
  | { kind: 'failed'; reason: string; waitingFor: string }
  /** Another coordinator leads and keeps renewing its lease. */
  | { kind: 'otherLeads'; epoch: number }
  /** The servers have lost the bucket of the run. */
  | { kind: 'storeLost'; reason: string };
