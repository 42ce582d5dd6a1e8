/** Python wheels as a source of libraries. pip downloads them, because machines have mirrors and proxies configured for it. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { allOnPath, run } from './commands.js';
import { DownloadError, MissingToolError } from './errors.js';
import { requireSha256 } from './files.js';
import { WHEEL_INTERPRETER, type WheelPin } from './pins.js';
import { folderBytes, type Reporter } from './progress.js';

/**
 * Returns the command of a Python 3 with pip.
 * @throws MissingToolError
 */
export async function findPythonWithPip(): Promise<string> {
  let lastError: unknown;
  for (const python of [...allOnPath('python3'), ...allOnPath('python')]) {
    try {
      await run(python, ['-m', 'pip', '--version']);
      return python;
    } catch (error) {
      lastError = error;
    }
  }
  const missing = lastError === undefined ? 'Python 3 with pip' : "Python's pip";
  const remedy = 'On Debian or Ubuntu: apt-get install python3-pip. Elsewhere see https://www.python.org';
  throw new MissingToolError(missing, "to fetch TensorFlow's library", remedy, { cause: lastError });
}

/**
 * Downloads a pinned wheel into a folder, and returns its path.
 * @throws HashMismatchError for another file than the pinned one
 */
export async function downloadWheel(
  python: string,
  pin: WheelPin,
  folder: string,
  reporter: Reporter,
): Promise<string> {
  const target = join(folder, pin.project);
  await mkdir(target, { recursive: true });
  const label = `Downloading ${pin.project} ${pin.version}`;
  const extent = {
    doneBytes: () => folderBytes(target),
    ...(pin.sizeBytes === undefined ? {} : { totalBytes: pin.sizeBytes }),
  };
  await reporter.during(label, () => run(python, pipArguments(pin, target), { env: { TMPDIR: target } }), extent);
  const wheel = (await readdir(target)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new DownloadError(`${pin.project} ${pin.version}`, `pip left no wheel in ${target}`);
  const file = join(target, wheel);
  await reporter.during(`Checking ${wheel}`, () => requireSha256(file, pin.sha256, wheel));
  return file;
}

function pipArguments(pin: WheelPin, target: string): string[] {
  // pip's cache would keep a second copy.
  const quiet = ['--disable-pip-version-check', '--no-cache-dir', '--progress-bar', 'off', '--no-input'];
  const which = ['--no-deps', '--only-binary=:all:', ...WHEEL_INTERPRETER, '--platform', pin.platform];
  return ['-m', 'pip', 'download', ...quiet, ...which, '--dest', target, `${pin.project}==${pin.version}`];
}

const UNPACK = `
import sys, zipfile
wheel, target, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [n for n in archive.namelist() if n.startswith(tuple(prefixes))])
`;

/** Extracts the entries whose names start with one of the prefixes, and deletes the wheel. */
export async function unpackWheel(
  python: string,
  wheel: string,
  target: string,
  prefixes: readonly string[],
): Promise<void> {
  await run(python, ['-c', UNPACK, wheel, target, ...prefixes]);
  await rm(wheel);
}
