/** The NATS server on loopback that a run without --nats-url starts. */
import { UserError } from '@lockstep/errors';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROLES, type Role } from '@lockstep/access';
import { Child, MAX_FAILURES, Supervised, type Logger } from '@lockstep/cli';
import { locateNatsServer, natsServerEnvironment } from '@lockstep/native';
import { natsServerConfig } from './nats-config.js';
import { removeOperatorUrl, writeOperatorUrl } from '../operator/operator-url.js';
import type { RunFolder } from '../run/run-folder.js';

export interface NatsServer {
  /** URL with the credentials of a role. */
  urlFor(role: Role): string;
  stop(): Promise<void>;
}

/** The server could not be started. The message holds its errors. */
export class NatsServerError extends UserError {}

const START_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const REMEMBERED_LINES = 20;
const STOP_GRACE_MS = 10_000;

export interface NatsServerEvents {
  /** Called when the server has failed MAX_FAILURES consecutive times. */
  onLost: (reason: string) => void;
  /** Called when another process has ended the server by a signal, for example to end a tree of processes from its leaves. */
  onStopped: () => void;
}

/**
 * Starts nats-server with its data in the run's folder, so that a resumed run keeps its buckets.
 * @throws NatsServerError when the server does not start, for example because the port is taken
 */
export async function startNatsServer(
  { run, natsDir: dir }: Pick<RunFolder, 'run' | 'natsDir'>,
  port: number | undefined,
  log: Logger,
  events: NatsServerEvents,
): Promise<NatsServer> {
  const portsDir = join(dir, 'ports');
  await rm(portsDir, { recursive: true, force: true });
  await mkdir(portsDir, { recursive: true });
  const secrets = ROLES.map((role) => [role, randomBytes(24).toString('base64url')]);
  const passwords = Object.fromEntries(secrets) as Record<Role, string>;
  const configPath = join(dir, 'nats-server.conf');
  const settings = { run, port: port ?? -1, storeDir: join(dir, 'jetstream'), portsDir, passwords };
  await writeFile(configPath, natsServerConfig(settings), { mode: 0o600 });

  const lines: string[] = [];
  let ended: string | undefined;
  let url: string | undefined;
  const server = new Supervised(
    (onExit) =>
      Child.start({
        script: new URL('./nats-wrapper.js', import.meta.url).pathname,
        args: [locateNatsServer(), '-c', configPath],
        env: natsServerEnvironment(),
        onLine: (line) => {
          lines.push(line);
          if (lines.length > REMEMBERED_LINES) lines.shift();
          log.debug(`nats-server: ${line}`);
        },
        onExit,
      }),
    (how, givenUp) => {
      ended = how;
      if (url === undefined) return;
      log.warn(`nats-server ${how}${givenUp ? '' : ': starting it again'}`);
      if (givenUp) events.onLost(startError(`nats-server ${how} ${MAX_FAILURES} times`, lines).message);
    },
    events.onStopped,
  );
  const stop = async () => {
    await removeOperatorUrl(dir);
    await server.stop(STOP_GRACE_MS);
  };
  const urlFor = (role: Role) => url?.replace('nats://', `nats://${role}:${passwords[role]}@`) ?? '';
  try {
    url = await waitForUrl(portsDir, () => ended, lines);
    // A restarted server must listen on the port that the clients know.
    const known = { ...settings, port: Number(new URL(url).port) };
    await writeFile(configPath, natsServerConfig(known), { mode: 0o600 });
    await writeOperatorUrl(dir, urlFor('operator'));
    return { urlFor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for the file into which the server writes its ports once it listens. */
async function waitForUrl(
  portsDir: string,
  ended: () => string | undefined,
  lines: readonly string[],
): Promise<string> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
    const [file] = (await readdir(portsDir)).filter((name) => name.endsWith('.ports'));
    const url = file && /"(nats:\/\/[^"]+)"/.exec(await readFile(join(portsDir, file), 'utf8'))?.[1];
    if (url) return url;
    if (ended() !== undefined) throw startError(`nats-server ${ended()}`, lines);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw startError(`nats-server did not start within ${START_TIMEOUT_MS / 1000} s`, lines);
}

function startError(what: string, lines: readonly string[]): NatsServerError {
  const problems = lines.filter((line) => /\[(FTL|ERR)\]|nats-server:|cannot/.test(line)).join('\n');
  const taken = /address already in use/.test(problems)
    ? ' Choose another --nats-port, or omit it for a free port.'
    : '';
  return new NatsServerError(`${what}.${taken}${problems ? `\n${problems}` : ''}`);
}
