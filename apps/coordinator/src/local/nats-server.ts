/** Our own NATS server on loopback, for a run that has none configured. */
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

/** Our server could not be started; the message holds what it said. */
export class NatsServerError extends UserError {}

const START_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const REMEMBERED_LINES = 20;
const STOP_GRACE_MS = 10_000;

export interface NatsServerEvents {
  /** It cannot be kept running. */
  onLost: (reason: string) => void;
  /** Somebody else has told it to end, as those do who end a tree of processes from its leaves. */
  onAskedToEnd: () => void;
}

/**
 * Starts nats-server with its data in the run's folder, so that a resumed run finds what it had published.
 * @throws NatsServerError when it does not come up, for example because the port is taken
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

  const said: string[] = [];
  let ended: string | undefined;
  let url: string | undefined;
  const server = new Supervised(
    (onExit) =>
      Child.start({
        script: new URL('./nats-wrapper.js', import.meta.url).pathname,
        args: [locateNatsServer(), '-c', configPath],
        env: natsServerEnvironment(),
        onLine: (line) => {
          said.push(line);
          if (said.length > REMEMBERED_LINES) said.shift();
          log.debug(`nats-server: ${line}`);
        },
        onExit,
      }),
    (how, givenUp) => {
      ended = how;
      if (url === undefined) return;
      log.warn(`nats-server ${how}${givenUp ? '' : ': starting it again'}`);
      if (givenUp) events.onLost(startError(`nats-server ${how} ${MAX_FAILURES} times`, said).message);
    },
    events.onAskedToEnd,
  );
  const stop = async () => {
    await removeOperatorUrl(dir);
    await server.stop(STOP_GRACE_MS);
  };
  const urlFor = (role: Role) => url?.replace('nats://', `nats://${role}:${passwords[role]}@`) ?? '';
  try {
    url = await waitForUrl(portsDir, () => ended, said);
    // If it has to be started again, then where everybody knows it.
    const known = { ...settings, port: Number(new URL(url).port) };
    await writeFile(configPath, natsServerConfig(known), { mode: 0o600 });
    await writeOperatorUrl(dir, urlFor('operator'));
    return { urlFor, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The server writes the ports that it listens on to a file, once it does. */
async function waitForUrl(portsDir: string, ended: () => string | undefined, said: readonly string[]): Promise<string> {
  for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
    const [file] = (await readdir(portsDir)).filter((name) => name.endsWith('.ports'));
    const url = file && /"(nats:\/\/[^"]+)"/.exec(await readFile(join(portsDir, file), 'utf8'))?.[1];
    if (url) return url;
    if (ended() !== undefined) throw startError(`nats-server ${ended()}`, said);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw startError(`nats-server did not come up within ${START_TIMEOUT_MS / 1000} s`, said);
}

function startError(what: string, said: readonly string[]): NatsServerError {
  const problems = said.filter((line) => /\[(FTL|ERR)\]|nats-server:|cannot/.test(line)).join('\n');
  const taken = /address already in use/.test(problems)
    ? ' Choose another --nats-port, or leave it out for a free one.'
    : '';
  return new NatsServerError(`${what}.${taken}${problems ? `\n${problems}` : ''}`);
}
