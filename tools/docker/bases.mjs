/**
 * Makes base images on this machine, for tests without a registry: Debian by debootstrap with this machine's Node, the same with
 * npm and filled caches for builds without a network, and a NATS server without anything else. An image is made once,
 * because its tag identifies its contents.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkTensorFlow, locateNatsServer } from '../native/dist/index.js';
import { run, timed } from './command.mjs';
import { isInstalled, NoDockerError } from './engine.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const SUITE = 'bookworm';
const REPOSITORY = 'lockstep-local';
/** Folders that no program reads. */
const UNUSED = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale', 'var/log'];

/** @returns {{ nats: string, runtime: string, build: string, tensorflow: 'cpu' | 'gpu' }} the tags, and the kind of TensorFlow in `build` */
export function makeBases(cacheDir) {
  const runtime = makeOnce(`node:${process.versions.node}-${SUITE}-${sourceOf(makeRuntime)}`, makeRuntime);
  const lock = hashOf(readFileSync(join(ROOT, 'package-lock.json')));
  const build = makeOnce(`build:${process.versions.node}-${tensorFlowId()}-${lock}-${sourceOf(makeBuild)}`, (folder) =>
    makeBuild(folder, runtime, cacheDir),
  );
  const server = locateNatsServer();
  const nats = makeOnce(`nats:${hashOf(readFileSync(server))}-${sourceOf(makeNats)}`, (folder) =>
    makeNats(folder, server),
  );
  return { nats, runtime, build, tensorflow: tensorFlowId().startsWith('gpu-') ? 'gpu' : 'cpu' };
}

/** Part of a tag, so that an image is made again when its function changes. */
function sourceOf(make) {
  return hashOf(make.toString());
}

/** Id of the installed build of TensorFlow's libraries. */
function tensorFlowId() {
  const check = checkTensorFlow();
  if (!check.ready) throw new Error(`TensorFlow is not set up: ${check.reason}. Run: npx nx run native:setup`);
  return check.installed.libraries;
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** @param {(folder: string) => string[]} fill writes the image's files to a folder, and returns lines of a Dockerfile */
function makeOnce(name, fill) {
  const tag = `${REPOSITORY}/${name}`;
  if (run('docker', ['image', 'ls', '--quiet', tag]) !== '') return tag;
  const other = run('docker', ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}', tag.replace(/:.*/, '')]);
  for (const old of other.split('\n').filter(Boolean)) run('docker', ['image', 'rm', old]);
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-base-'));
  try {
    timed(`made ${tag}`, () => {
      const changes = fill(folder).map((line) => `--change '${line}'`);
      run('sh', ['-c', `tar -C '${folder}' -c . | docker import ${changes.join(' ')} - '${tag}'`]);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tag;
}

function makeRuntime(folder) {
  if (!isInstalled('debootstrap'))
    throw new NoDockerError('debootstrap is missing. On Debian: apt-get install debootstrap');
  run('debootstrap', ['--variant=minbase', '--include=ca-certificates,libstdc++6', SUITE, folder]);
  for (const path of UNUSED) rmSync(join(folder, path), { recursive: true, force: true });
  cpSync(realpathSync(process.execPath), join(folder, 'usr/local/bin/node'));
  return [];
}

/** Adds npm with this machine's cache, TensorFlow's libraries with their addon, and `strip`. */
function makeBuild(folder, runtime, cacheDir) {
  const npm = realpathSync(run('sh', ['-c', 'command -v npm'])).replace(/\/bin\/[^/]*$/, '');
  const container = run('docker', ['create', runtime, 'true']);
  run('sh', ['-c', `docker export ${container} | tar -C '${folder}' -x`]);
  run('docker', ['rm', container]);
  copy(npm, join(folder, 'usr/local/lib/node_modules/npm'));
  for (const program of ['npm', 'npx']) {
    run('ln', ['-s', `../lib/node_modules/npm/bin/${program}-cli.js`, join(folder, 'usr/local/bin', program)]);
  }
  copy(join(run('npm', ['config', 'get', 'cache'], { cwd: ROOT }), '_cacache'), join(folder, 'opt/npm/_cacache'));
  copyTensorFlow(cacheDir, join(folder, 'opt/lockstep'));
  copyProgram(realpathSync(run('sh', ['-c', 'command -v strip'])), folder, 'usr/bin/strip');
  const registry = run('npm', ['config', 'get', 'registry'], { cwd: ROOT });
  return ['ENV npm_config_cache=/opt/npm npm_config_offline=true', `ENV npm_config_registry=${registry}`];
}

/** Copies the installed build only, because the build for GPUs has 5 GB. */
function copyTensorFlow(cacheDir, target) {
  const build = tensorFlowId();
  copy(join(cacheDir, 'tensorflow', build), join(target, 'tensorflow', build));
  for (const addon of readdirSync(join(cacheDir, 'addons')).filter((name) => name.endsWith(build))) {
    copy(join(cacheDir, 'addons', addon), join(target, 'addons', addon));
  }
}

function makeNats(folder, server) {
  copyProgram(server, folder, 'usr/local/bin/nats-server');
  run('install', ['-d', '-m', '1777', join(folder, 'tmp')]);
  return [];
}

/** Copies a program of this machine with its shared libraries. */
function copyProgram(program, folder, target) {
  copy(program, join(folder, target));
  for (const library of linkedWith(program)) {
    if (!existsSync(join(folder, library))) copy(realpathSync(library), join(folder, library));
  }
}

function linkedWith(program) {
  try {
    return [...run('ldd', [program]).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path);
  } catch {
    return []; // ldd fails for a static program.
  }
}

function copy(from, to) {
  if (!existsSync(from)) throw new Error(`${from} is missing. Run: npm ci && npx nx run native:setup`);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
}
