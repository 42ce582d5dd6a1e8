/** Which run is there? A coordinator answers with all that a worker or sampler needs to take part. */
import { setTimeout } from 'node:timers/promises';
import {
  decodeCoordinatorMessage,
  DISCOVER_ANY,
  encodeCoordinatorMessage,
  MalformedMessageError,
  RunSubjects,
  type RunInfo,
} from '@lockstep/protocol';
import type { NatsConnection } from 'nats';
import { NoRunError } from './errors.js';
import { serverName } from './connection.js';
import type { Listening } from './listening.js';

/** A request that a coordinator has heard is answered at once; one that nobody listens to fails at once. */
const ANSWER_WITHIN_MS = 1000;
const ASK_INTERVAL_MS = 200;

/** Answers discovery requests for this run until told to stop. */
export function answerDiscovery(connection: NatsConnection, leaderEpoch: number, info: RunInfo): Listening {
  const answer = encodeCoordinatorMessage({
    leaderEpoch,
    version: 0,
    toIncarnation: 0,
    body: { kind: 'runInfo', ...info },
  });
  const subscriptions = [DISCOVER_ANY, new RunSubjects(info.run).discover].map((subject) => {
    return connection.subscribe(subject, {
      callback: (error, msg) => {
        if (!error) msg.respond(answer);
      },
    });
  });
  return { stop: () => subscriptions.forEach((subscription) => subscription.unsubscribe()) };
}

/**
 * Asks for a run until one answers.
 *
 * @param run its id; undefined for any
 * @param patienceMs how long to ask
 * @param onWaiting called once when nobody has answered for a second
 * @throws NoRunError when nobody answers in time, MalformedMessageError when the answer is no RunInfo
 */
export async function discoverRun(
  connection: NatsConnection,
  run: string | undefined,
  patienceMs: number,
  onWaiting: () => void,
): Promise<RunInfo> {
  const subject = run === undefined ? DISCOVER_ANY : new RunSubjects(run).discover;
  const startedMs = performance.now();
  const waitedMs = () => performance.now() - startedMs;
  let waits = false;
  do {
    const over = setTimeout(Math.min(ASK_INTERVAL_MS, patienceMs), undefined, { ref: false });
    const leftMs = Math.max(1, Math.ceil(patienceMs - waitedMs()));
    const answer = await ask(connection, subject, Math.min(ANSWER_WITHIN_MS, leftMs));
    if (answer) return runInfo(answer);
    // A run that is just starting is nothing to talk about.
    if (!waits && waitedMs() >= ANSWER_WITHIN_MS) onWaiting();
    waits ||= waitedMs() >= ANSWER_WITHIN_MS;
    await over;
  } while (waitedMs() < patienceMs);
  throw new NoRunError(run, serverName(connection.getServer()));
}

async function ask(connection: NatsConnection, subject: string, timeout: number): Promise<Uint8Array | undefined> {
  try {
    return (await connection.request(subject, new Uint8Array(), { timeout })).data;
  } catch {
    return undefined;
  }
}

function runInfo(answer: Uint8Array): RunInfo {
  const { body } = decodeCoordinatorMessage(answer);
  if (body.kind !== 'runInfo') throw new MalformedMessageError(`a discovery request was answered with "${body.kind}"`);
  return body;
}
