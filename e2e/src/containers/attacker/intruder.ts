/** A client with a stolen worker's key, and the messages that it receives. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decodeCoordinatorMessage,
  MalformedMessageError,
  RunSubjects,
  type RefusalCode,
  type RunInfo,
} from '@lockstep/protocol';
import { connectNats, discoverRun } from '@lockstep/transport';
import { FakeWorker } from '../../harness/fake-worker.js';

export type Connection = Awaited<ReturnType<typeof connectNats>>;

/** The pool of the key. The honest workers are in another pool. */
export const POOL = 'rented';
const PATIENCE_MS = 15_000;
const POLL_MS = 20;

export class Intruder {
  /** Number of refusals by the coordinator, by code. */
  readonly refusals: Partial<Record<RefusalCode, number>> = {};
  /** Bytes of weights that were sent to this pool alone. */
  weightsBytes = 0;
  readonly subjects: RunSubjects;
  private incarnation = 1;

  private constructor(
    readonly connection: Connection,
    readonly info: RunInfo,
    /** Of the run's workers. The holder of a worker's program can compute it. */
    private readonly fingerprint: string,
    /** Actions that the server refused, such as `publish on lockstep.run.leader.all`. */
    readonly violations: readonly string[],
  ) {
    this.subjects = new RunSubjects(info.run);
    this.listen();
  }

  /** Connects with the settings in a worker's environment. */
  static async arrive(fingerprint: string): Promise<Intruder> {
    const violations: string[] = [];
    const connection = await connect((notice) => {
      const [, what] = /PERMISSIONS_VIOLATION" \((.*)\)$/.exec(notice) ?? [];
      if (what !== undefined) violations.push(what);
    });
    const info = await discoverRun(connection, undefined, PATIENCE_MS, () => undefined);
    return new Intruder(connection, info, fingerprint, violations);
  }

  fake(member: string): FakeWorker {
    return new FakeWorker(this.connection, this.info, this.fingerprint, { pool: POOL, member }, this.incarnation++);
  }

  /** Number of refusals by the coordinator with this code. */
  refused(code: RefusalCode): number {
    return this.refusals[code] ?? 0;
  }

  private listen(): void {
    this.connection.subscribe(`lockstep.${this.info.run}.leader.to.${POOL}.*`, {
      callback: (error, msg) => {
        if (!error) this.receive(msg.data);
      },
    });
  }

  private receive(bytes: Uint8Array): void {
    try {
      const { body } = decodeCoordinatorMessage(bytes);
      if (body.kind === 'refusal') this.refusals[body.code] = this.refused(body.code) + 1;
      if (body.kind === 'weightsPart') this.weightsBytes += body.data.byteLength;
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
    }
  }
}

export async function connect(onNotice: (notice: string) => void): Promise<Connection> {
  const { LOCKSTEP_NATS_URL: url = '', LOCKSTEP_CREDS: creds, LOCKSTEP_TLS_CA: tlsCa } = process.env;
  return connectNats({
    url,
    secrets: { creds, tlsCa },
    name: 'intruder',
    inboxPrefix: `_INBOX_worker_${POOL}`,
    onNotice: (_level, message) => onNotice(message),
  });
}

/** Waits for a condition, for a limited time. Returns whether it was met. */
export async function until(condition: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += POLL_MS) {
    if (condition()) return true;
    await sleep(POLL_MS);
  }
  return false;
}
