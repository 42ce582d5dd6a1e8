import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PeerSetupError } from './errors.js';
import { ensurePeer, PEERS } from './peer-environment.js';

describe("the peers' environment", () => {
  const { signal } = new AbortController();
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lockstep-peer-environment-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Marks the environment as made for the current requirements. */
  async function stamp() {
    const requirements = await readFile(join(PEERS, 'requirements.txt'));
    await writeFile(join(dir, 'requirements.sha256'), createHash('sha256').update(requirements).digest('hex'));
  }

  it('is used when it was made for these requirements', async () => {
    await stamp();
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin/python'), '');
    expect(await ensurePeer({ dir, python: 'no-such-python', signal })).toBe(join(dir, 'bin/python'));
  });

  it('is made again when its Python is missing', async () => {
    await stamp();
    await expect(ensurePeer({ dir, python: 'no-such-python', signal })).rejects.toThrow(PeerSetupError);
  });

  it('is made again for other requirements', async () => {
    await mkdir(join(dir, 'bin'));
    await writeFile(join(dir, 'bin/python'), '');
    await writeFile(join(dir, 'requirements.sha256'), 'that of other requirements');
    await expect(ensurePeer({ dir, python: 'no-such-python', signal })).rejects.toThrow(PeerSetupError);
  });

  it('names what is needed where there is no Python', async () => {
    const made = ensurePeer({ dir, python: 'no-such-python', signal });
    await expect(made).rejects.toThrow(/"no-such-python .*Python 3\.11 or newer as python3, with venv and pip/);
  });

  it('reports how the Python ended that could not make it', async () => {
    // Node is not a Python.
    await expect(ensurePeer({ dir, python: process.execPath, signal })).rejects.toThrow(/ended with exit code/);
  });
});
