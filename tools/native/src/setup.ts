#!/usr/bin/env node
/**
 * The native setup as a program: `npx nx run native:setup`. Nx does not cache this target, because its results are in node_modules
 * and in the user's cache, where Nx can neither detect that they are missing nor restore them.
 */
import { NativeError, UnknownOptionError } from './errors.js';
import { ensureNatsServer } from './nats-server.js';
import { ensureTensorFlow } from './tensorflow.js';

const HELP = `Finds or fetches what Lockstep needs besides npm packages: TensorFlow's library with its Node addon, and nats-server.

  npx nx run native:setup

It changes nothing when everything is installed. Downloads are checked against pinned hashes and kept in a cache, so that the setup
of another checkout takes seconds.

Environment variables:
  LOCKSTEP_CACHE_DIR       folder of the cache (default: lockstep in $XDG_CACHE_HOME or ~/.cache)
  LOCKSTEP_TENSORFLOW      cpu, gpu, or auto: gpu where an NVIDIA driver is found (default: auto)
  LOCKSTEP_TENSORFLOW_DIR  folder with lib/ and include/ of TensorFlow, instead of a download
  LOCKSTEP_NATS_URL        URL of a running NATS server, instead of a nats-server
`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  if (args[0] !== undefined) throw new UnknownOptionError(args[0]);
  const tensorFlow = await ensureTensorFlow();
  const origin =
    tensorFlow.directory ?? { wheel: 'its wheel', package: "the package's download", user: '' }[tensorFlow.source];
  process.stdout.write(`TensorFlow ${tensorFlow.version} (${tensorFlow.kind}, from ${origin}) is ready.\n`);
  const url = process.env['LOCKSTEP_NATS_URL'];
  process.stdout.write(
    url ? 'nats-server: not needed, LOCKSTEP_NATS_URL is set.\n' : `nats-server: ${await ensureNatsServer()}\n`,
  );
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NativeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
