/** What tests of several projects need: free ports, a NATS server, child processes of a few lines, and patience. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export { TestServer } from './testing-server.js';

const POLL_MS = 10;
/** So that other ports can be made of a port by adding to it. */
const HIGHEST_PORT = 60_000;

/** Waits until a condition holds. @throws Error when it does not for too long */
export async function until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += POLL_MS) {
    if (waitedMs > timeoutMs) throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await setTimeout(POLL_MS);
  }
}

/** Ports on loopback that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports.every((port) => port <= HIGHEST_PORT) ? ports : freePorts(count);
}

/** A child that does nothing until its pipe closes. */
export const WAITS = `process.stdin.resume(); process.stdin.on('end', () => process.exit());`;

let folder: string | undefined;
let scripts = 0;

/** Path of a file with this script, which is removed when the tests' process ends. */
export function scriptFile(script: string): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'lockstep-children-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const path = join(folder, `child-${++scripts}.mjs`);
  writeFileSync(path, script);
  return path;
}
