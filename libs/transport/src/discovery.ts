/** Discovery of runs. A coordinator replies with everything that a worker or sampler needs to take part. */
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

/** Timeout of one request. A coordinator replies immediately, and a request without a subscriber fails immediately. */
const REPLY_TIMEOUT_MS = 1000;
const REQUEST_INTERVAL_MS = 200;

/** Replies to discovery requests for this run until it is stopped. */
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
 * Requests the RunInfo of a run until a coordinator replies.
 *
 * @param run id of the run; undefined for any run
 * @param onWaiting called once if there is no reply within a second
 * @throws NoRunError when there is no reply within `timeoutMs`, MalformedMessageError when the reply is not a RunInfo
 */
export async function discoverRun(
  connection: NatsConnection,
  run: string | undefined,
  timeoutMs: number,
  onWaiting: () => void,
): Promise<RunInfo> {
  const subject = run === undefined ? DISCOVER_ANY : new RunSubjects(run).discover;
  const startedMs = performance.now();
  const waitedMs = () => performance.now() - startedMs;
  let waits = false;
  do {
    const over = setTimeout(Math.min(REQUEST_INTERVAL_MS, timeoutMs), undefined, { ref: false });
    const leftMs = Math.max(1, Math.ceil(timeoutMs - waitedMs()));
    const answer = await request(connection, subject, Math.min(REPLY_TIMEOUT_MS, leftMs));
    if (answer) return runInfo(answer);
    // A run that is just starting replies within a second, so shorter waits are not reported.
    if (!waits && waitedMs() >= REPLY_TIMEOUT_MS) onWaiting();
    waits ||= waitedMs() >= REPLY_TIMEOUT_MS;
    await over;
  } while (waitedMs() < timeoutMs);
  throw new NoRunError(run, serverName(connection.getServer()));
}

async function request(connection: NatsConnection, subject: string, timeout: number): Promise<Uint8Array | undefined> {
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
