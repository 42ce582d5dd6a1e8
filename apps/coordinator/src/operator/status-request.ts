/** Finds a live run, and requests its status or a stop. */
import { UserError } from '@lockstep/errors';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxPrefix } from '@lockstep/access';
import { decodeStatus, RunSubjects, STATUS_ANY, type Status } from '@lockstep/protocol';
import {
  connectNats,
  NatsRefusedError,
  NatsUnreachableError,
  serverName,
  type NatsSecrets,
  type NatsConnection,
} from '@lockstep/transport';
import { readOperatorUrl } from './operator-url.js';
import { RUNS, runFolders } from '../run/run-folder.js';

/** No coordinator answers for the run. */
export class NoLiveRunError extends UserError {}

export interface Wanted extends NatsSecrets {
  /** Undefined for a run on this machine with its own NATS server. */
  natsUrl: string | undefined;
  /** Undefined for any run. */
  run: string | undefined;
  /** Folder of the run, undefined for the folders in runs/. */
  out: string | undefined;
}

const RETRY_INTERVAL_MS = 1000;
const STOP_TIMEOUT_MS = 5000;

/** Connects to the NATS server of the run. @throws NoLiveRunError, NatsUnreachableError, NatsRefusedError */
export async function connectToRun(wanted: Wanted): Promise<NatsConnection> {
  const { natsUrl, run, out } = wanted;
  const options = { name: 'lockstep status', inboxPrefix: inboxPrefix({ role: 'operator' }) };
  if (natsUrl !== undefined) return connectNats({ ...options, url: natsUrl, secrets: wanted });
  const dirs = out !== undefined ? [out] : run !== undefined ? [join(RUNS, run)] : await runFolders();
  for (const dir of dirs) {
    const url = await readOperatorUrl(dir);
    if (url === undefined) continue;
    try {
      return await connectNats({ ...options, url });
    } catch (error) {
      // A crash has left the file, and the server is gone or belongs to another run.
      if (!(error instanceof NatsUnreachableError || error instanceof NatsRefusedError)) throw error;
    }
  }
  const where = out ?? (run === undefined ? `any folder of ${RUNS}/` : join(RUNS, run));
  throw new NoLiveRunError(
    `no run with its own NATS server is alive in ${where}: give another folder with --out, or the server of the run with --nats-url`,
  );
}

/** Requests the run to stop with a checkpoint. @throws NoLiveRunError */
export async function requestStop(connection: NatsConnection, run: string): Promise<void> {
  try {
    await connection.request(new RunSubjects(run).stop, new Uint8Array(), { timeout: STOP_TIMEOUT_MS });
  } catch {
    throw new NoLiveRunError(
      `no coordinator of the run ${run} answers the stop request: it has ended, or these are not the credentials of an operator`,
    );
  }
}

/**
 * Requests the status of a run.
 * @param patienceMs how long to retry, so that a standby can take over
 * @throws NoLiveRunError, MalformedMessageError
 */
export async function requestStatus(
  connection: NatsConnection,
  run: string | undefined,
  patienceMs: number,
): Promise<Status> {
  const subject = run === undefined ? STATUS_ANY : new RunSubjects(run).status;
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const over = sleep(RETRY_INTERVAL_MS, undefined, { ref: false });
    const answer = await connection
      .request(subject, new Uint8Array(), { timeout: RETRY_INTERVAL_MS })
      .then(({ data }) => data)
      .catch(() => undefined);
    if (answer) return decodeStatus(answer);
    if (performance.now() >= untilMs) break;
    // A server without responders answers at once. A silent coordinator takes the whole interval.
    await over;
  }
  const which = run === undefined ? 'no run' : `no coordinator of the run ${run}`;
  throw new NoLiveRunError(
    `${which} answers on the NATS server at ${serverName(connection.getServer())}: it has ended, or its coordinator is stopped`,
  );
}
