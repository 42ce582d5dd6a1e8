/**
 * Runs nats-server and ends it when the pipe to our parent closes: the server itself does not watch for that.
 * Arguments: the server's path, then its own arguments.
 */
import { spawn } from 'node:child_process';
import { onStop } from '@lockstep/cli';

const [path = 'nats-server', ...args] = process.argv.slice(2);
const server = spawn(path, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const FORCE_AFTER_MS = 5000;

onStop(() => {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), FORCE_AFTER_MS).unref();
});
// Asked to end by whomever, the server ends with 0: so do we, and the coordinator knows that this was no failure.
server.on('exit', (code) => process.exit(code ?? 1));
server.on('error', (error) => {
  process.stderr.write(`cannot run ${path}: ${error.message}\n`);
  process.exit(1);
});
