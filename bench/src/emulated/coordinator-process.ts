/** The coordinator of an emulated run, with the production machine, wiring, leadership and stores. Argument: its setup as JSON. */
import { inboxPrefix } from '@lockstep/access';
import { setTimeout as sleep } from 'node:timers/promises';
import { CoordinatorMachine, initialState, type CoordinatorEffect, type CoordinatorEvent } from '@lockstep/cluster';
import { createLog, runProgram } from '@lockstep/cli';
import {
  CoordinatorRuntime,
  HEARTBEAT_TIMEOUT_MS,
  IN_FLIGHT_BYTES,
  LEASE_FLOOR_MS,
  openStores,
} from '@lockstep/coordinator';
import { CoordinatorChannel, connectNats, LeaderStandbyChannel, partSizeFor } from '@lockstep/transport';
import { withClocks } from './clocked-connection.js';
import { reply, type CoordinatorSetup } from './messages.js';
import { dataConfigOf, initialPeriod, LEARNING_RATE, repeated, SCHEMA, totalSteps } from './plan.js';
import { takeIntervals, timed } from './stages.js';

/** After this time the clock of a step moves again, so that the machine repeats lost messages. */
const LONGEST_STILL_MS = 2000;

// The benchmark is gone.
process.on('disconnect', () => process.exit(1));

/**
 * The machine, timed. Emulated workers are equally fast, but the times of many workers on few cores differ, and leases in
 * proportion to speed would leave some workers without a shard. So leasing starts when all workers have joined, and the machine's
 * clock stands still during a step.
 */
class TimedCoordinator extends CoordinatorMachine {
  private stillMs = -Infinity;
  private started = false;

  constructor(
    private readonly workers: number,
    ...args: ConstructorParameters<typeof CoordinatorMachine>
  ) {
    super(...args);
    this.handle({ kind: 'pause' }, 0);
  }

  override handle(event: CoordinatorEvent, nowMs: number): CoordinatorEffect[] {
    const seenMs = Math.max(this.stillMs, nowMs - LONGEST_STILL_MS);
    const effects = timed('take', () => super.handle(event, seenMs));
    if (effects.some(({ kind }) => kind === 'stepped')) this.stillMs = nowMs;
    if (this.started || this.workerCount < this.workers) return effects;
    this.started = true;
    this.stillMs = nowMs;
    return [...effects, ...this.handle({ kind: 'resume' }, nowMs)];
  }
}

async function main(): Promise<number> {
  const { config, natsUrl } = JSON.parse(process.argv[2] ?? '') as CoordinatorSetup;
  const log = createLog({ name: 'coordinator', level: 'warn', json: false });
  const name = `lockstep coordinator ${config.run}`;
  const connection = withClocks(
    await connectNats({ url: natsUrl, name, inboxPrefix: inboxPrefix({ role: 'coordinator' }) }),
  );
  const { run, parameterCount, wireDtype } = config;
  const partSizeBytes = partSizeFor(connection.info?.max_payload ?? 0);
  const stores = await openStores(connection, run, log);
  const workersOf: number[] = [];
  const runtime = new CoordinatorRuntime({
    node: {
      role: 'lead',
      newRun: true,
      latestEpoch: 0,
      alone: true,
      training: {
        ...dataConfigOf(config),
        totalSteps: totalSteps(config),
        learningRate: LEARNING_RATE,
        parameterCount,
        partSizeBytes,
        wireDtype,
        inFlightBytes: IN_FLIGHT_BYTES,
        checkpointEvery: 1e9,
        schemaHash: SCHEMA,
        threads: 1,
        mixedNumerics: false,
        heartbeatTimeoutMs: HEARTBEAT_TIMEOUT_MS,
        leaseFloorMs: LEASE_FLOOR_MS,
        audit: { share: 0, draw: () => 1 },
      },
      resumed: undefined,
      initial: () => initialState(repeated(initialPeriod(), parameterCount)),
      createMachine: (...args) => new TimedCoordinator(config.workers, ...args),
    },
    leaderKey: stores.leader,
    storeEpoch: async () => undefined,
    loadLatest: async () => undefined,
    // Checkpoints are not part of the measurement. The only one follows the last step.
    saves: {
      encode: () => '',
      execute: async ({ operation }) =>
        operation === 'getLatest' ? { kind: 'pointer', pointer: undefined } : { kind: 'done' },
    },
    follow: () => {
      throw new Error('the coordinator of an emulated run was deposed');
    },
    lead: ({ dispatch }) => {
      const channel = new CoordinatorChannel(connection, run);
      const listening = channel.listen({
        onMessage: (from, message) => dispatch({ kind: 'message', from, message }),
        onMalformed: (from, reason) => dispatch({ kind: 'malformed', from, reason }),
      });
      reply({ kind: 'ready', partSizeBytes });
      return {
        channel,
        standbys: new LeaderStandbyChannel(connection, run),
        stepped: ({ step, workers }) => {
          workersOf.push(Object.keys(workers).length);
          reply({ kind: 'stepped', version: step });
        },
        epochEnded: () => undefined,
        announce: () => undefined,
        stop: () => listening.stop(),
      };
    },
    conclude: async () => undefined,
    log,
  });
  const result = await runtime.run(new AbortController().signal);
  const reason = 'reason' in result ? result.reason : '';
  reply({ kind: 'coordinated', outcome: result.kind, reason, workersOf, intervals: takeIntervals() });
  await connection.drain();
  // The benchmark reads the reply during this time.
  await sleep(100);
  return 0;
}

void runProgram(main);
