/**
 * TensorFlow's shared libraries: from a folder of the user, from the cache, or from Python wheels into the cache.
 *
 * A folder of libraries has `lib/`, `include/` and, for GPUs, `nvidia/`, which contains CUDA's wheels, because the RUNPATH of the GPU
 * library is `../nvidia/<part>/lib`. The C++ library also exports the C interface of the addon and, unlike the C library, is
 * published as a package.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LibraryDirectoryError } from './errors.js';
import { firstDamaged, recordFiles, replaceFolder, requireDiskSpace, sha256File, type FileRecord } from './files.js';
import { LIBRARIES, TENSORFLOW_VERSION, type Kind } from './pins.js';
import { folderBytes, type Reporter } from './progress.js';
import { downloadWheel, findPythonWithPip, unpackWheel } from './wheels.js';

export interface Libraries {
  /** Id of the build, which is part of the cache key of its addon. */
  id: string;
  kind: Kind | 'user';
  libDir: string;
  includeDir: string;
  /** CUDA's libraries, if they are beside TensorFlow's. */
  nvidiaDir?: string;
  /** File name of the main library in libDir. */
  mainLibrary: string;
}

export const FRAMEWORK_LIBRARY = 'libtensorflow_framework.so.2';
const CPP_LIBRARY = 'libtensorflow_cc.so.2';
const MAIN_LIBRARIES = [CPP_LIBRARY, 'libtensorflow.so.2'];
const HEADERS = ['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h'];

/** The folders of the 14 headers that the addon includes, of the wheel's 13,000. */
const HEADER_FOLDERS = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

/**
 * The libraries in a folder of the user.
 * @throws LibraryDirectoryError that names what is missing
 */
export async function userLibraries(directory: string): Promise<Libraries> {
  const libDir = existsSync(join(directory, 'lib')) ? join(directory, 'lib') : directory;
  const includeDir = join(directory, 'include');
  const mainLibrary = MAIN_LIBRARIES.find((name) => existsSync(join(libDir, name)));
  const missing = [
    ...(mainLibrary === undefined ? [`${MAIN_LIBRARIES.join(' or ')} in ${libDir}`] : []),
    ...(existsSync(join(libDir, FRAMEWORK_LIBRARY)) ? [] : [FRAMEWORK_LIBRARY]),
    ...HEADERS.filter((header) => !existsSync(join(includeDir, header))).map((header) => `include/${header}`),
  ];
  if (mainLibrary === undefined || missing.length > 0) throw new LibraryDirectoryError(directory, missing);
  const hash = createHash('sha256').update(await sha256File(join(libDir, mainLibrary)));
  hash.update(await sha256File(join(libDir, FRAMEWORK_LIBRARY)));
  const nvidiaDir = join(dirname(await realpath(libDir)), 'nvidia');
  const found = {
    id: `user-${hash.digest('hex').slice(0, 12)}`,
    kind: 'user',
    libDir,
    includeDir,
    mainLibrary,
  } as const;
  return existsSync(nvidiaDir) ? { ...found, nvidiaDir } : found;
}

/** Id of the cached build of a kind, which changes with every pinned hash. */
export function libraryId(kind: Kind): string {
  const { tensorflow, cuda } = LIBRARIES[kind];
  const hash = createHash('sha256').update([tensorflow, ...cuda].map((pin) => pin.sha256).join());
  return `${kind}-${TENSORFLOW_VERSION}-${hash.digest('hex').slice(0, 12)}`;
}

const RECORDS = 'files.json';

/** The cached libraries of a kind, or undefined. Removes damaged libraries with a message. */
export async function cachedLibraries(cache: string, kind: Kind, reporter: Reporter): Promise<Libraries | undefined> {
  const folder = libraryFolder(cache, kind);
  if (!existsSync(folder)) return undefined;
  const damaged = await damagedFile(folder);
  if (damaged === undefined) return cachedLayout(cache, kind);
  reporter.say(`The cached TensorFlow in ${folder} is damaged (${damaged}); fetching it again.`);
  await rm(folder, { recursive: true });
  return undefined;
}

async function damagedFile(folder: string): Promise<string | undefined> {
  try {
    return await firstDamaged(folder, JSON.parse(readFileSync(join(folder, RECORDS), 'utf8')) as FileRecord[]);
  } catch {
    return RECORDS;
  }
}

/** Fetches and unpacks the wheels of a kind into the cache, one after another. */
export async function fetchLibraries(cache: string, kind: Kind, reporter: Reporter): Promise<Libraries> {
  const pin = LIBRARIES[kind];
  const python = await findPythonWithPip();
  await requireDiskSpace(cache, `TensorFlow (${kind})`, pin.diskBytes);
  await replaceFolder(libraryFolder(cache, kind), async (folder) => {
    for (const wheel of [pin.tensorflow, ...pin.cuda]) {
      const wheels = join(folder, 'wheels');
      const file = await downloadWheel(python, wheel, wheels, reporter);
      const prefixes = wheel === pin.tensorflow ? wantedEntries() : ['nvidia/'];
      const extent = { doneBytes: () => folderBytes(folder) };
      await reporter.during(`Unpacking ${wheel.project}`, () => unpackWheel(python, file, folder, prefixes), extent);
      await rm(wheels, { recursive: true });
    }
    await arrange(folder);
  });
  return cachedLayout(cache, kind);
}

function wantedEntries(): string[] {
  return [
    `tensorflow/${CPP_LIBRARY}`,
    `tensorflow/${FRAMEWORK_LIBRARY}`,
    ...HEADER_FOLDERS.map((folder) => `tensorflow/include/${folder}`),
  ];
}

/** Changes the wheel's layout to ours, and records every library. */
async function arrange(folder: string): Promise<void> {
  await mkdir(join(folder, 'lib'));
  for (const name of [CPP_LIBRARY, FRAMEWORK_LIBRARY])
    await rename(join(folder, 'tensorflow', name), join(folder, 'lib', name));
  await rename(join(folder, 'tensorflow/include'), join(folder, 'include'));
  await rm(join(folder, 'tensorflow'), { recursive: true });
  // Unpacking loses permissions, and CUDA's assembler must be executable.
  const programs = join(folder, 'nvidia/cuda_nvcc/bin');
  if (existsSync(programs)) for (const name of await readdir(programs)) await chmod(join(programs, name), 0o755);
  const names = await readdir(folder, { recursive: true });
  const records = await recordFiles(folder, names.filter((name) => /\.so(\.\d+)*$/.test(name)).sort());
  await writeFile(join(folder, RECORDS), JSON.stringify(records, null, 1));
}

function libraryFolder(cache: string, kind: Kind): string {
  return join(cache, 'tensorflow', libraryId(kind));
}

function cachedLayout(cache: string, kind: Kind): Libraries {
  const folder = libraryFolder(cache, kind);
  const nvidiaDir = join(folder, 'nvidia');
  return {
    id: libraryId(kind),
    kind,
    libDir: join(folder, 'lib'),
    includeDir: join(folder, 'include'),
    mainLibrary: CPP_LIBRARY,
    ...(existsSync(nvidiaDir) ? { nvidiaDir } : {}),
  };
}
