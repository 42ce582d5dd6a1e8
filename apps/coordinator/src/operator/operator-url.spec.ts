import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOperatorUrl, removeOperatorUrl, writeOperatorUrl } from './operator-url.js';

const URL = 'nats://operator:secret@127.0.0.1:4222';

let runDir: string;
let natsDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'lockstep-run-'));
  natsDir = join(runDir, 'nats');
  mkdirSync(natsDir);
});
afterEach(() => rmSync(runDir, { recursive: true }));

it('the operator URL can be read until it is removed', async () => {
  expect(await readOperatorUrl(runDir)).toBeUndefined();
  await writeOperatorUrl(natsDir, URL);
  expect(await readOperatorUrl(runDir)).toBe(URL);
  await removeOperatorUrl(natsDir);
  expect(await readOperatorUrl(runDir)).toBeUndefined();
  // A second removal succeeds.
  await removeOperatorUrl(natsDir);
});

it('only the owner can read the file, also after a crash has left a file that others can read', async () => {
  const path = join(natsDir, 'operator.url');
  writeFileSync(path, 'nats://old');
  chmodSync(path, 0o644);
  await writeOperatorUrl(natsDir, URL);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await readOperatorUrl(runDir)).toBe(URL);
});
