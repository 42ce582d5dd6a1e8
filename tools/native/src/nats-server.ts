/**
 * Finds or fetches a nats-server that accepts our configuration. Order: PATH → cache → published release → `go install` → an error
 * that lists all failures. `nats-server -t` tells whether a server on PATH accepts `sync_interval: always`, which old versions
 * refuse (such as Debian's 2.9.10).
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allOnPath, isExecutable, run } from './commands.js';
import { downloadFile } from './download.js';
import { MissingToolError, NativeError, UnavailableError, type Attempt } from './errors.js';
import { replaceFolder, requireSha256 } from './files.js';
import { withLock } from './lock.js';
import { cacheDir, type Environment } from './paths.js';
import { NATS_GO_VERSION, NATS_RELEASE } from './pins.js';
import { ConsoleReporter, type Reporter } from './progress.js';

/** Whether a server binary accepts our configuration. */
export type ConfigCheck = (binary: string) => boolean;

export interface NatsServerOptions {
  env?: Environment;
  reporter?: Reporter;
  accepts?: ConfigCheck;
}

/** No usable server is on PATH or in the cache. */
export class NatsServerMissingError extends NativeError {
  constructor(passedOver: readonly string[]) {
    const old = passedOver.length === 0 ? '' : ` (${passedOver.join(', ')} does not accept \`sync_interval: always\`)`;
    super(`No usable nats-server was found${old}. Run: npx nx run native:setup`);
  }
}

/**
 * Returns the path of a usable server on PATH or in the cache. Runs `nats-server -t`.
 * @throws NatsServerMissingError
 */
export function locateNatsServer(options: NatsServerOptions = {}): string {
  const env = options.env ?? process.env;
  const accepts = options.accepts ?? acceptsOurConfig;
  const onPath = allOnPath('nats-server', env['PATH'] ?? '');
  const found = [...onPath, ...cachedServers(cacheDir(env))].find(accepts);
  if (found === undefined) throw new NatsServerMissingError(onPath);
  return found;
}

/**
 * Environment variables of a server's process, unless they are set. The vectors of each step become garbage in the server. With Go's
 * default (GOGC=100) the collector takes a third of its processor time. With a larger GOGC a burst may leave a large heap (1.4 GB
 * were measured), so GOMEMLIMIT makes the collector run more often from a limit on.
 * https://pkg.go.dev/runtime#hdr-Environment_Variables
 */
export function natsServerEnvironment(env: Environment = process.env): { GOGC: string; GOMEMLIMIT: string } {
  return { GOGC: env['GOGC'] ?? '400', GOMEMLIMIT: env['GOMEMLIMIT'] ?? '256MiB' };
}

/**
 * Returns the path of a usable server, and fetches one into the cache if necessary.
 * @throws UnavailableError
 */
export async function ensureNatsServer(options: NatsServerOptions = {}): Promise<string> {
  const reporter = options.reporter ?? new ConsoleReporter();
  const located = tryLocate(options);
  if (located !== undefined) return located;
  const onWait = (): void => reporter.say('Waiting for another setup.');
  return withLock('nats-server', onWait, async () => tryLocate(options) ?? fetchServer(options, reporter));
}

function tryLocate(options: NatsServerOptions): string | undefined {
  try {
    return locateNatsServer(options);
  } catch (error) {
    if (error instanceof NatsServerMissingError) return undefined;
    throw error;
  }
}

async function fetchServer(options: NatsServerOptions, reporter: Reporter): Promise<string> {
  const accepts = options.accepts ?? acceptsOurConfig;
  const cache = cacheDir(options.env);
  const attempts: Attempt[] = [];
  for (const [source, fetchFrom] of [
    [`release ${NATS_RELEASE.version}`, fromRelease],
    [`go install of ${NATS_GO_VERSION}`, fromGo],
  ] as const) {
    try {
      const binary = await fetchFrom(cache, reporter);
      if (!accepts(binary)) throw new NativeError(`${binary} does not accept our configuration`);
      return binary;
    } catch (error) {
      attempts.push({ source, error });
    }
  }
  const remedy =
    'Put a nats-server (2.10 or newer, see https://nats.io/download) on PATH, or install Go (https://go.dev/dl), ' +
    'or set LOCKSTEP_NATS_URL to a running server.';
  throw new UnavailableError('nats-server', attempts, remedy);
}

/** Whether `nats-server -t` accepts JetStream with `sync_interval: always`. */
export function acceptsOurConfig(binary: string): boolean {
  if (!isExecutable(binary)) return false;
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-nats-'));
  try {
    const config = join(folder, 'check.conf');
    writeFileSync(config, `jetstream { store_dir: ${JSON.stringify(folder)}, sync_interval: always }\n`);
    return spawnSync(binary, ['-t', '-c', config], { stdio: 'ignore', timeout: 10_000 }).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function serverFolder(cache: string, version: string): string {
  return join(cache, 'nats-server', `${version}-${process.platform}-${process.arch}`);
}

function cachedServers(cache: string): string[] {
  return [NATS_GO_VERSION, NATS_RELEASE.version]
    .map((version) => join(serverFolder(cache, version), 'nats-server'))
    .filter(existsSync);
}

async function fromRelease(cache: string, reporter: Reporter): Promise<string> {
  const system = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const expected = NATS_RELEASE.sha256[system];
  if (expected === undefined) throw new NativeError(`no checksum is pinned for ${system}`);
  const name = `nats-server-v${NATS_RELEASE.version}-${system}`;
  const folder = serverFolder(cache, NATS_RELEASE.version);
  await replaceFolder(folder, async (temporary) => {
    const archive = join(temporary, `${name}.tar.gz`);
    const base = 'https://github.com/nats-io/nats-server/releases/download';
    await downloadFile(`${base}/v${NATS_RELEASE.version}/${name}.tar.gz`, archive, reporter);
    await requireSha256(archive, expected, `${name}.tar.gz`);
    await run('tar', ['-xzf', archive, '-C', temporary]);
    await rename(join(temporary, name, 'nats-server'), join(temporary, 'nats-server'));
  });
  return join(folder, 'nats-server');
}

async function fromGo(cache: string, reporter: Reporter): Promise<string> {
  const [go] = allOnPath('go');
  if (go === undefined) throw new MissingToolError('Go', 'to build nats-server', 'See https://go.dev/dl');
  const folder = serverFolder(cache, NATS_GO_VERSION);
  const module = `github.com/nats-io/nats-server/v2@v${NATS_GO_VERSION}`;
  await replaceFolder(folder, async (temporary) => {
    const build = (): Promise<string> => run(go, ['install', module], { env: { GOBIN: temporary }, cwd: temporary });
    await reporter.during(`Building nats-server ${NATS_GO_VERSION} with Go`, build);
  });
  return join(folder, 'nats-server');
}
