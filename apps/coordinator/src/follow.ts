/** The hot standby: finds the run, follows its leader, and takes over with what it holds when that is gone. */
import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxPrefix } from '@lockstep/access';
import { StandbyMachine, type StandbyEffect, type StandbyEvent, type TrainingState } from '@lockstep/cluster';
import type { Logger } from '@lockstep/cli';
import type { RunInfo } from '@lockstep/protocol';
import type { ParameterList } from '@lockstep/task';
import { connectNats, discoverRun, StandbyChannel } from '@lockstep/transport';
import { toTrainingState } from './checkpoint-codec.js';
import type { CoordinatorConfig } from './config.js';
import type { Environment } from './environment.js';
import type { Lead, Taken } from './lead.js';
import { totalStepsOf } from './run-info.js';
import type { Stores } from './stores.js';

const TICK_MS = 50;
/** An election in the NATS cluster takes seconds, and may be what we are there for. */
const STORE_TRIES = 20;
const STORE_RETRY_MS = 1000;

/** Waits until a run answers. @throws NatsUnreachableError, NatsRefusedError, MalformedMessageError */
export async function findRun(config: CoordinatorConfig, log: Logger): Promise<RunInfo> {
  const { natsUrl, run } = config;
  const connection = await connectNats({
    url: natsUrl ?? '',
    secrets: config,
    name: 'lockstep standby',
    inboxPrefix: inboxPrefix({ role: 'coordinator' }),
  });
  try {
    return await discoverRun(connection, run, Infinity, () => {
      log.info(`waiting for ${run === undefined ? 'a run' : `the run ${run}`} to answer`);
    });
  } finally {
    await connection.close();
  }
}

export interface FollowParts {
  info: RunInfo;
  parameters: ParameterList;
  environment: Environment;
  stores: Stores;
  lead: Lead;
}

/**
 * Follows until the lead is ours, or there is no more to wait for.
 * @returns with the lead: what training goes on from, undefined for step 0
 */
export async function follow({ info, parameters, environment, stores, lead }: FollowParts): Promise<{
  taken: Taken;
  state: TrainingState | undefined;
}> {
  const { connection, log } = environment;
  const { parameterCount, partSizeBytes, wireDtype, settings } = info;
  const { learningRate } = settings;
  const totalSteps = totalStepsOf(info);
  const machine = new StandbyMachine({ parameterCount, partSizeBytes, wireDtype, learningRate, totalSteps });
  const channel = new StandbyChannel(connection, info.run, standbyId());
  const incarnation = randomInt(1, 2 ** 32);
  const execute = (effect: StandbyEffect) => {
    if (effect.kind === 'notice') return log[effect.level](effect.message);
    channel.send({ incarnation, leaderEpoch: effect.leaderEpoch, body: effect.body });
  };
  const dispatch = (event: StandbyEvent) => machine.handle(event, performance.now()).forEach(execute);
  const listening = channel.listen(
    (message) => dispatch({ kind: 'message', message }),
    (message) => log.warn(`dropped a message of the leader: ${message}`),
  );
  const ticker = setInterval(() => dispatch({ kind: 'tick' }), TICK_MS);
  log.info(`stands by for the run ${info.run}`);
  try {
    const taken = await lead.taken;
    if (taken.kind !== 'leads') return { taken, state: undefined };
    const state = await latestOf(machine, stores, parameters, log);
    log.info(`takes over from step ${state?.version ?? 0} (leader epoch ${taken.epoch})`);
    return { taken, state };
  } finally {
    clearInterval(ticker);
    listening.stop();
  }
}

/** A standby that was in step has the latest there is; any other one looks whether a checkpoint is newer than what it has. */
async function latestOf(
  machine: StandbyMachine,
  { checkpoints }: Stores,
  parameters: ParameterList,
  log: Logger,
): Promise<TrainingState | undefined> {
  const held = machine.training;
  if (machine.synced) return held;
  log.warn('was not in step with the leader: looking for the latest checkpoint');
  for (let tries = 1; ; tries++) {
    try {
      const latest = await checkpoints.latest();
      return latest && latest.step > (held?.version ?? 0) ? toTrainingState(latest, parameters) : held;
    } catch (error) {
      if (held) return held;
      if (tries === STORE_TRIES) throw error;
      log.warn(`no checkpoint this time: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(STORE_RETRY_MS);
    }
  }
}

/** Two coordinators of one machine are two processes. */
function standbyId(): string {
  return `${hostname()}-${process.pid}`.replace(/[^A-Za-z0-9_-]/g, '-').slice(-64);
}
