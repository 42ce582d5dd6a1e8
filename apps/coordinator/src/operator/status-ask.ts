/** Finds a live run and asks it how it is, or to stop. */
import { UserError } from '@lockstep/errors';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxPrefix } from '@lockstep/access';
import { decodeStatus, RunSubjects, STATUS_ANY, type Status } from '@lockstep/protocol';
import { connectNats, NatsRefusedError, NatsUnreachableError, serverName, type NatsSecrets } from '@lockstep/transport';
import { readOperatorUrl } from './operator-url.js';
import { RUNS, runFolders } from '../run/run-folder.js';

type Connection = Awaited<ReturnType<typeof connectNats>>;

/** Nobody answers for a run. */
export class NoLiveRunError extends UserError {}

export interface Wanted extends NatsSecrets {
  /** Undefined for the server that a run on this machine has brought. */
  natsUrl: string | undefined;
  /** Undefined for the one that answers. */
  run: string | undefined;
  /** Folder of a run that is not in runs/. */
  out: string | undefined;
}

const ASK_INTERVAL_MS = 1000;
const STOP_TIMEOUT_MS = 5000;

/** Connects to where the run can be asked. @throws NoLiveRunError, NatsUnreachableError, NatsRefusedError */
export async function connectToRun(wanted: Wanted): Promise<Connection> {
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
      // What a crash left: nobody is there, or somebody else is.
      if (!(error instanceof NatsUnreachableError || error instanceof NatsRefusedError)) throw error;
    }
  }
  const where = out ?? (run === undefined ? `any folder of ${RUNS}/` : join(RUNS, run));
  throw new NoLiveRunError(
    `no run with a NATS server of its own is alive in ${where}: name another folder with --out, or the server of the run with --nats-url`,
  );
}

/** Asks the run to stop with a checkpoint. @throws NoLiveRunError */
export async function askToStop(connection: Connection, run: string): Promise<void> {
  try {
    await connection.request(new RunSubjects(run).stop, new Uint8Array(), { timeout: STOP_TIMEOUT_MS });
  } catch {
    throw new NoLiveRunError(
      `no coordinator of the run ${run} has heard that it is to stop: it has ended, or these credentials are not the operator's`,
    );
  }
}

/** @param patienceMs how long to ask, for one who takes over from another. @throws NoLiveRunError, MalformedMessageError */
export async function askStatus(connection: Connection, run: string | undefined, patienceMs: number): Promise<Status> {
  const subject = run === undefined ? STATUS_ANY : new RunSubjects(run).status;
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const over = sleep(ASK_INTERVAL_MS, undefined, { ref: false });
    const answer = await connection
      .request(subject, new Uint8Array(), { timeout: ASK_INTERVAL_MS })
      .then(({ data }) => data)
      .catch(() => undefined);
    if (answer) return decodeStatus(answer);
    if (performance.now() >= untilMs) break;
    // "No responders" comes at once, a silent one takes the whole interval.
    await over;
  }
  const which = run === undefined ? 'no run' : `no coordinator of the run ${run}`;
  throw new NoLiveRunError(
    `${which} answers on the NATS server at ${serverName(connection.getServer())}: it has ended, or its coordinator is stopped`,
  );
}
