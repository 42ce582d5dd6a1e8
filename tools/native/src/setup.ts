#!/usr/bin/env node
/**
 * The native set-up as a program: `npx nx run native:setup`. Nx does not cache this target (its own check is the cache): what
 * it makes lies in node_modules and in the user's cache, where Nx could neither see that it is missing nor bring it back.
 */
import { NativeError, UnknownOptionError } from './errors.js';
import { ensureNatsServer } from './nats-server.js';
import { ensureTensorFlow } from './tensorflow.js';

const HELP = `Finds or fetches what Lockstep needs beside npm packages: TensorFlow's library with its Node addon, and nats-server.

  npx nx run native:setup

Where everything is in place this takes a moment and changes nothing. What is fetched is checked against pinned hashes and kept
in a cache, so that another checkout costs seconds.

Environment variables:
  LOCKSTEP_CACHE_DIR       folder of the cache (default: lockstep in $XDG_CACHE_HOME or ~/.cache)
  LOCKSTEP_TENSORFLOW      cpu, gpu, or auto: gpu where an NVIDIA driver is found (default: auto)
  LOCKSTEP_TENSORFLOW_DIR  folder with lib/ and include/ of TensorFlow to use instead of a download
  LOCKSTEP_NATS_URL        a running NATS server: then none is fetched
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
