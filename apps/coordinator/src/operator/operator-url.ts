/**
 * The file with the operator's URL of a run that has its own NATS server. The URL holds a password, so only the owner can read the
 * file. It exists while the server runs.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'operator.url';

export async function writeOperatorUrl(natsDir: string, url: string): Promise<void> {
  // Writing to a file that a crash has left would keep the mode of that file.
  await removeOperatorUrl(natsDir);
  await writeFile(join(natsDir, FILE), `${url}\n`, { mode: 0o600, flag: 'wx' });
}

export async function removeOperatorUrl(natsDir: string): Promise<void> {
  await rm(join(natsDir, FILE), { force: true });
}

/** Returns undefined when the run in this folder has no NATS server of its own or has ended. */
export async function readOperatorUrl(runDir: string): Promise<string | undefined> {
  const text = await readFile(join(runDir, 'nats', FILE), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}
