/**
 * Runs a command with a Docker engine and Lockstep's images: node tools/docker/with-docker.mjs COMMAND [ARGUMENT…]
 * The variables DOCKER_HOST and LOCKSTEP_IMAGE_NATS, …_COORDINATOR, …_WORKER, …_SAMPLER name the engine and the images.
 * Without Docker it fails if CI=true or LOCKSTEP_DOCKER=required. Otherwise it prints a message and does not run the command.
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
    'node tools/docker/with-docker.mjs COMMAND [ARGUMENT…]: runs COMMAND with a Docker engine and our images',
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
  // The command gets these signals as well. This process stays to stop the engine.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
  try {
    if (engine.host !== undefined) process.env.DOCKER_HOST = engine.host;
    const images = buildImages(makeBases(cacheDir()));
    // Remains of earlier versions and interrupted tests. Only our own engine has no other contents.
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
