/**
 * Runs a command with Docker at hand and Lockstep's images made: node tools/docker/with-docker.mjs COMMAND [ARGUMENT…]
 * The command finds the engine by DOCKER_HOST and the images by LOCKSTEP_IMAGE_NATS, …_COORDINATOR, …_WORKER, …_SAMPLER.
 * Without Docker this fails in CI (CI=true) and where it is asked for (LOCKSTEP_DOCKER=required); elsewhere it says so and
 * runs nothing.
 */
import { spawn } from 'node:child_process';
import { cacheDir } from '../native/dist/index.js';
import { makeBases } from './bases.mjs';
import { run } from './command.mjs';
import { NoDockerError, openEngine } from './engine.mjs';
import { buildImages } from './images.mjs';

const [command, ...args] = process.argv.slice(2);
if (command === undefined || command === '--help') {
  console.log(
    'node tools/docker/with-docker.mjs COMMAND [ARGUMENT…]: runs it with a Docker engine and our images at hand',
  );
  process.exit(command === undefined ? 2 : 0);
}
const inCi = process.env.CI === 'true';
const isRequired = inCi || process.env.LOCKSTEP_DOCKER === 'required';

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof NoDockerError)) throw error;
  const box = '='.repeat(100);
  console.error(
    `${box}\n${isRequired ? 'FAILED' : 'NOT RUN'}: ${[command, ...args].join(' ')}\n${error.message}\n${box}`,
  );
  process.exitCode = isRequired ? 1 : 0;
}

async function main() {
  const engine = await openEngine({ cacheDir: cacheDir(), mayInstall: inCi });
  // The command gets these as well; we live on to stop what we started.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  try {
    if (engine.host !== undefined) process.env.DOCKER_HOST = engine.host;
    const images = buildImages(makeBases(cacheDir()));
    // What earlier versions and tests that were cut short left, in an engine that holds nothing else.
    if (engine.isOurs) run('docker', ['system', 'prune', '--force', '--volumes']);
    const names = Object.entries(images).map(([name, tag]) => [`LOCKSTEP_IMAGE_${name.toUpperCase()}`, tag]);
    return await status(
      spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...Object.fromEntries(names) } }),
    );
  } finally {
    await engine.stop();
  }
}

function status(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
