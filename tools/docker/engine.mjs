/**
 * Finds a running Docker engine, or starts one that ends with this process. The started engine keeps its images in the cache, has its
 * own socket, and gives containers no access to other networks (no default bridge, no masquerading).
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STATE_DIR = '/run/lockstep-docker';
const SOCKET = join(STATE_DIR, 'docker.sock');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const PACKAGES = ['docker.io', 'debootstrap', 'iptables'];

/** Docker is not available. The message has the reason and the remedy. */
export class NoDockerError extends Error {}

/**
 * @param {{ cacheDir: string, mayInstall: boolean }} options
 * @returns {Promise<{ host: string | undefined, isOurs: boolean, stop: () => Promise<void> }>} `host` for DOCKER_HOST, if any
 */
export async function openEngine({ cacheDir, mayInstall }) {
  if (answers(process.env.DOCKER_HOST))
    return { host: process.env.DOCKER_HOST, isOurs: false, stop: async () => undefined };
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) throw new NoDockerError('No Docker engine is running, and only root can start one. Start Docker.');
  const host = `unix://${SOCKET}`;
  if (existsSync(SOCKET) && answers(host)) return { host, isOurs: false, stop: async () => undefined };
  if (!isInstalled('dockerd') || !isInstalled('debootstrap')) install(mayInstall);
  return startEngine(join(cacheDir, 'docker'));
}

function answers(host) {
  const env = host === undefined ? process.env : { ...process.env, DOCKER_HOST: host };
  return spawnSync('docker', ['version'], { env, stdio: 'ignore', timeout: 20_000 }).status === 0;
}

export function isInstalled(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function install(mayInstall) {
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${PACKAGES.join(' ')}`;
  if (!mayInstall) throw new NoDockerError(`Docker is not installed. On Debian: ${command}`);
  if (!isInstalled('apt-get'))
    throw new NoDockerError('Docker is not installed, and there is no apt-get to install it.');
  console.log(`installing ${PACKAGES.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
  if (status !== 0) throw new NoDockerError(`apt-get could not install Docker:\n${stdout}${stderr}`);
}

async function startEngine(dir) {
  mkdirSync(dir, { recursive: true });
  rmSync(STATE_DIR, { recursive: true, force: true });
  mkdirSync(STATE_DIR, { recursive: true, mode: 0o700 });
  const logFile = join(dir, 'dockerd.log');
  const log = openSync(logFile, 'w');
  const places = [`--data-root=${join(dir, 'data')}`, `--exec-root=${STATE_DIR}/exec`, `--pidfile=${STATE_DIR}/pid`];
  const closed = ['--bridge=none', '--ip-masq=false', '--ip-forward=false'];
  const args = [`--host=unix://${SOCKET}`, ...places, ...closed, '--log-level=warn'];
  // Its own process group, so that Ctrl-C does not end it before the containers.
  const child = spawn('dockerd', args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const host = `unix://${SOCKET}`;
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (!existsSync(SOCKET) || !answers(host)) {
    if (child.exitCode !== null || performance.now() > deadlineMs) {
      child.kill();
      const why = child.exitCode === null ? 'does not respond' : `ended with code ${child.exitCode}`;
      throw new NoDockerError(`dockerd ${why}. The end of ${logFile}:\n${tail(logFile)}`);
    }
    await sleep(200);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    const over = sleep(STOP_TIMEOUT_MS, 'late', { ref: false });
    if ((await Promise.race([ended, over])) === 'late') child.kill('SIGKILL');
    rmSync(STATE_DIR, { recursive: true, force: true });
  };
  return { host, isOurs: true, stop };
}

function tail(file) {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}
