/** One run, as the coordinator that leads it, as a standby, and as both in turn. */
import type { TrainingState } from '@lockstep/cluster';
import type { RunInfo } from '@lockstep/protocol';
import type { Task } from '@lockstep/task';
import type { CoordinatorConfig } from './config.js';
import { publishDataset, type Dataset } from './dataset.js';
import type { Environment } from './environment.js';
import { follow } from './follow.js';
import { Lead } from './lead.js';
import { lastLeaderEpoch } from './leader-epoch.js';
import type { RunFolder } from './run-folder.js';
import { openStores } from './stores.js';
import { RunFailedError, train, type Trained } from './train.js';

export interface RunParts {
  task: Task;
  config: CoordinatorConfig;
  info: RunInfo;
  folder: RunFolder;
  environment: Environment;
  /** The data, for a coordinator that begins or resumes a run. */
  dataset: Dataset | undefined;
  resumed: TrainingState | undefined;
  /** Told how to stop what is being done from now on. */
  onStoppable: (stop: (reason: string) => void) => void;
}

/** `over`: another coordinator has brought the run to its end. */
export type RunResult = Exclude<Trained, { kind: 'deposed' }> | { kind: 'over' };

/** @throws RunFailedError, OtherLeadsError, StoreLostError, NoJetStreamError */
export async function takePart(parts: RunParts): Promise<RunResult> {
  const { config, info, folder, environment, onStoppable } = parts;
  const { log } = environment;
  const stores = await openStores(environment.connection, info.run, log);
  let { resumed } = parts;
  // In the object store under its hash, where workers and sampler fetch it. Before the lease: hashing keeps us from renewing it.
  if (parts.dataset) await publishDataset(stores.data, parts.dataset);
  let savedBefore = Promise.resolve();
  let role: 'lead' | 'standby' = config.standby ? 'standby' : 'lead';
  for (;;) {
    const lead = new Lead(stores.leader, info.run, role, await lastLeaderEpoch(folder), log);
    if (role === 'standby') {
      onStoppable((reason) => {
        log.info(`${reason}: stands by no more`);
        void lead.end('released');
      });
      const { taken, state } = await follow({ info, parameters: parts.task.parameters, environment, stores, lead });
      if (taken.kind === 'finished') return { kind: 'over' };
      if (taken.kind === 'stopped') return { kind: 'stopped', standbys: 0 };
      resumed = state;
    }
    const trained = await train({
      ...parts,
      resumed,
      stores,
      lead,
      savedBefore,
      onSession: (session) => {
        onStoppable((reason) => {
          const next = session.standbys > 0 ? '; a standby goes on with the run' : '';
          log.info(`${reason}: stopping at the last step with a checkpoint${next}`);
          session.dispatch({ kind: 'stop', reason });
        });
      },
    });
    if (trained.kind !== 'deposed') return trained;
    // Nobody else reaches a server of our own but one who has started another coordinator in the same folder.
    if (config.natsUrl === undefined) throw new RunFailedError(`${trained.reason}: end one of the two`);
    log.warn(`${trained.reason}: this one stands by from now on`);
    savedBefore = trained.saved;
    role = 'standby';
  }
}
