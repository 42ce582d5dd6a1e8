import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandError, HashMismatchError, MissingToolError } from './errors.js';
import { sha256File } from './files.js';
import { recordingReporter, temporaryFolder } from './testing/temporary.js';
import { downloadWheel, findPythonWithPip, unpackWheel } from './wheels.js';

const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    archive.writestr('tiny/wanted/a.txt', 'A')
    archive.writestr('tiny/other/b.txt', 'B')
    archive.writestr('tiny-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n')
    archive.writestr('tiny-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    archive.writestr('tiny-1.0.dist-info/RECORD', '')
`;

describe('wheels, with the real pip and a folder in place of an index', () => {
  let source: string;
  let sha256: string;

  beforeEach(async () => {
    source = temporaryFolder();
    const wheel = join(source, 'tiny-1.0-py3-none-any.whl');
    execFileSync(await findPythonWithPip(), ['-c', MAKE_WHEEL, wheel]);
    sha256 = await sha256File(wheel);
    vi.stubEnv('PIP_NO_INDEX', '1');
    vi.stubEnv('PIP_FIND_LINKS', source);
  });
  afterEach(() => vi.unstubAllEnvs());

  const pin = { project: 'tiny', version: '1.0', platform: 'manylinux_2_27_x86_64' };

  it('downloads the pinned file and unpacks only the given entries', async () => {
    const folder = temporaryFolder();
    const python = await findPythonWithPip();
    const wheel = await downloadWheel(python, { ...pin, sha256 }, folder, recordingReporter());
    await unpackWheel(python, wheel, join(folder, 'out'), ['tiny/wanted/']);
    expect(readFileSync(join(folder, 'out/tiny/wanted/a.txt'), 'utf8')).toBe('A');
    expect([existsSync(join(folder, 'out/tiny/other')), existsSync(wheel)]).toEqual([false, false]);
  });

  it('refuses a file with another hash', async () => {
    const other = { ...pin, sha256: '0'.repeat(64) };
    const download = downloadWheel(await findPythonWithPip(), other, temporaryFolder(), recordingReporter());
    await expect(download).rejects.toThrow(HashMismatchError);
  });

  it("reports pip's message for a missing version", async () => {
    const absent = { ...pin, version: '9.9', sha256 };
    const download = downloadWheel(await findPythonWithPip(), absent, temporaryFolder(), recordingReporter());
    await expect(download).rejects.toThrow(CommandError);
    await expect(download).rejects.toThrow(/tiny==9\.9/);
  });
});

it('names pip and the command that installs it when Python has none', async () => {
  vi.stubEnv('PATH', temporaryFolder({ python3: '#!/bin/sh\necho "No module named pip" >&2\nexit 1\n' }));
  try {
    await expect(findPythonWithPip()).rejects.toThrow(MissingToolError);
    await expect(findPythonWithPip()).rejects.toThrow(/Python's pip is missing.*apt-get install python3-pip/);
    vi.stubEnv('PATH', temporaryFolder());
    await expect(findPythonWithPip()).rejects.toThrow(/Python 3 with pip is missing/);
  } finally {
    vi.unstubAllEnvs();
  }
});
