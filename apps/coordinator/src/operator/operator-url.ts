/**
 * Where a run with a server of its own says how it can be asked for its status: a file with a URL that holds a password, readable by
 * its owner only, which is there as long as the server is.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'operator.url';

export async function writeOperatorUrl(natsDir: string, url: string): Promise<void> {
  // One that a crash left keeps its mode when it is written to.
  await removeOperatorUrl(natsDir);
  await writeFile(join(natsDir, FILE), `${url}\n`, { mode: 0o600, flag: 'wx' });
}

export async function removeOperatorUrl(natsDir: string): Promise<void> {
  await rm(join(natsDir, FILE), { force: true });
}

/** Undefined when the run in this folder has no server of its own, or has ended. */
export async function readOperatorUrl(runDir: string): Promise<string | undefined> {
  const text = await readFile(join(runDir, 'nats', FILE), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}
