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

it('is there from when it is written until it is removed', async () => {
  expect(await readOperatorUrl(runDir)).toBeUndefined();
  await writeOperatorUrl(natsDir, URL);
  expect(await readOperatorUrl(runDir)).toBe(URL);
  await removeOperatorUrl(natsDir);
  expect(await readOperatorUrl(runDir)).toBeUndefined();
  // A second time there is nothing to do.
  await removeOperatorUrl(natsDir);
});

it('can be read by its owner only, also where a crash left one that others can read', async () => {
  const path = join(natsDir, 'operator.url');
  writeFileSync(path, 'nats://old');
  chmodSync(path, 0o644);
  await writeOperatorUrl(natsDir, URL);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await readOperatorUrl(runDir)).toBe(URL);
});
