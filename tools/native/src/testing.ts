/** Helpers for tests of several projects: free ports, a NATS server, scripts of a few lines, and waiting. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export { TestServer } from './testing-server.js';

const POLL_MS = 10;
/** Leaves room for ports that are derived from another port by an addition. */
const HIGHEST_PORT = 60_000;

/**
 * Waits until a condition holds.
 * @throws Error after `timeoutMs`
 */
export async function until(condition: () => boolean, timeoutMs = 15_000): Promise<void> {
  for (let waitedMs = 0; !condition(); waitedMs += POLL_MS) {
    if (waitedMs > timeoutMs)
      throw new Error(`the condition did not hold within ${timeoutMs} ms: ${condition.toString()}`);
    await setTimeout(POLL_MS);
  }
}

/** Different ports on loopback that were free during the call. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports.every((port) => port <= HIGHEST_PORT) ? ports : freePorts(count);
}

/** A script that waits until its standard input closes. */
export const WAITS = `process.stdin.resume(); process.stdin.on('end', () => process.exit());`;

let folder: string | undefined;
let scripts = 0;

/** Writes a script to a file, which is removed when the process of the tests ends. Returns its path. */
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
