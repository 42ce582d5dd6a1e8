/**
 * Runs nats-server and ends it when the pipe to the parent closes, which the server itself does not watch.
 * Arguments: the server's path, then its own arguments.
 */
import { spawn } from 'node:child_process';
import { stopSignal } from '@lockstep/cli';

const [path = 'nats-server', ...args] = process.argv.slice(2);
const server = spawn(path, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const FORCE_AFTER_MS = 5000;

stopSignal().addEventListener('abort', () => {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), FORCE_AFTER_MS).unref();
});
// The server ends with code 0 after a signal. The same code tells the coordinator that the end is not a failure.
server.on('exit', (code) => process.exit(code ?? 1));
server.on('error', (error) => {
  process.stderr.write(`cannot run ${path}: ${error.message}\n`);
  process.exit(1);
});
