/** Mistakes of people and broken surroundings: an exit code, a sentence that names the problem, and nothing lost or left behind. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TEST_FILE, TRAIN_FILE } from './harness/dataset.js';
import type { Program } from './harness/processes.js';
import { freePort, start, startNats, startPlainNats, type ProgramName, type StartOptions } from './harness/programs.js';
import { checkpointsOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

/** What is refused, is refused within seconds, also on a busy machine. */
const SECONDS_MS = 20_000;

const workspace = new Workspace();
const dataDir = inject('dataDir');
const referenceOut = inject('referenceOut');

interface Refusal extends StartOptions {
  code: number;
  says: RegExp;
}

async function expectRefusal(
  program: ProgramName,
  args: readonly string[],
  { code, says, ...options }: Refusal,
): Promise<Program> {
  const started = start(program, args, options);
  const exit = await started.ended(SECONDS_MS);
  expect(started.output).toMatch(says);
  expect(exit, started.output).toEqual({ code, signal: null });
  expect(started.output, 'a stack trace').not.toMatch(/^ {4}at /m);
  expect(await started.orphans(SECONDS_MS)).toEqual([]);
  return started;
}

describe('the command line', () => {
  test.each<[string, RegExp]>([
    ['--bogus', /unknown option '--bogus'/],
    ['--max-step=3', /unknown option '--max-step=3'|unknown option '--max-step'/],
    ['--shards=0', /'--shards <n>' argument '0' is invalid/],
    ['--batch=1.5', /'--batch <n>' argument '1.5' is invalid/],
    ['--epochs=-1', /'--epochs <n>' argument '-1' is invalid/],
    ['--max-steps=0', /'--max-steps <n>' argument '0' is invalid/],
    ['--lr=0', /'--lr <x>' argument '0' is invalid/],
    ['--lr=quick', /'--lr <x>' argument 'quick' is invalid/],
    ['--dataset=cifar', /'--dataset <name>' argument 'cifar' is invalid.*mnist/],
    ['--seed=', /'--seed <n>' argument '' is invalid/],
    ['--threads=0', /'--threads <n>' argument '0' is invalid/],
    ['--checkpoint-every=never', /'--checkpoint-every <steps>' argument 'never' is invalid/],
    ['--nats-port=70000', /'--nats-port <port>' argument '70000' is invalid/],
    ['--log-level=loud', /'--log-level <level>' argument 'loud' is invalid/],
    ['--chaos=1.5', /'--chaos <rate>' argument '1.5' is invalid. expected a number from 0 to 1/],
    ['--workers=0', /--workers=0 leaves nobody to compute/],
    ['--batch=3', /--batch=3 cannot be cut into --shards=4/],
    ['--config=/nowhere.json', /there is no file \/nowhere\.json/],
  ])('coordinator %s', async (arg, says) => {
    const out = workspace.path('never');
    const { lines } = await expectRefusal('coordinator', [`--out=${out}`, arg], { code: 2, says });
    // Nothing was started: no word of a run, of a server or of workers.
    expect(lines.filter(({ text }) => text.includes('INFO'))).toEqual([]);
    expect(() => checkpointsOf(out)).toThrow(/ENOENT/);
  });

  test.each<[ProgramName, Record<string, string>, RegExp]>([
    ['coordinator', { LOCKSTEP_BATCH: 'many' }, /LOCKSTEP_BATCH is "many": expected an integer/],
    ['worker', { LOCKSTEP_ID: 'a.b' }, /LOCKSTEP_ID is "a\.b": expected 1 to 64/],
    ['sampler', { LOCKSTEP_THREADS: '0' }, /LOCKSTEP_THREADS is "0": expected an integer/],
  ])('%s with %o', async (program, env, says) => {
    await expectRefusal(program, [], { code: 2, says, env });
  });

  test('a config file with an unknown option or damaged JSON', async () => {
    const cwd = workspace.folder('config');
    writeFileSync(join(cwd, 'lockstep.config.json'), '{"coordinator": {"bach": 3}}');
    await expectRefusal('coordinator', [], { code: 2, says: /coordinator has no option "bach"/, cwd });
    writeFileSync(join(cwd, 'lockstep.config.json'), '{"coordinator": ');
    await expectRefusal('coordinator', [], { code: 2, says: /lockstep\.config\.json is not valid JSON/, cwd });
  });

  test.each<[ProgramName, string[]]>([
    [
      'coordinator',
      [
        'dataset',
        'epochs',
        'batch',
        'shards',
        'lr',
        'seed',
        'workers',
        'threads',
        'max-steps',
        'checkpoint-every',
        'out',
        'resume',
        'nats-url',
        'json',
      ],
    ],
    ['worker', ['nats-url', 'run', 'pool', 'id', 'patience', 'log-level', 'json']],
    ['sampler', ['nats-url', 'run', 'out', 'threads', 'patience', 'log-level', 'json']],
  ])('%s --help explains every option with its default', async (program, names) => {
    const help = start(program, ['--help']);
    expect(await help.ended(SECONDS_MS)).toEqual({ code: 0, signal: null });
    const entries = help.output.split(/\n(?= {2}--)/).slice(1);
    const explained = new Map(
      entries.map((entry) => [/--([a-z-]+)/.exec(entry)?.[1] ?? '', entry.replaceAll(/\s+/g, ' ')]),
    );
    for (const name of names) expect([...explained.keys()]).toContain(name);
    for (const [name, entry] of explained) {
      if (name !== 'help') expect(entry, name).toMatch(/\(default: [^)]+\)/);
    }
  });
});

describe('the dataset', () => {
  const train = readFileSync(join(dataDir, TRAIN_FILE));

  test.each<[string, string, () => Buffer, RegExp]>([
    ['a file that is cut off', TRAIN_FILE, () => train.subarray(0, 5000), /train-images-idx3-ubyte.*it is cut off/],
    ['an empty file', TRAIN_FILE, () => Buffer.alloc(0), /train-images-idx3-ubyte.*0 bytes/],
    ['the magic number of labels', TRAIN_FILE, () => withMagic(0x0801), /magic number is 0x00000801/],
    [
      'a damaged gzip file',
      `${TRAIN_FILE}.gz`,
      () => gzipSync(train).fill(0, 2000, 3000),
      /train-images-idx3-ubyte\.gz/,
    ],
    [
      'a gzip file that is cut off',
      `${TRAIN_FILE}.gz`,
      () => gzipSync(train).subarray(0, 9000),
      /train-images-idx3-ubyte\.gz/,
    ],
    ['images of another size', TRAIN_FILE, otherSize, /images of 14×56 pixels, the model takes 28×28/],
  ])('%s', async (what, file, bytes, says) => {
    const dir = workspace.folder(`data-${what.replaceAll(' ', '-')}`);
    writeFileSync(join(dir, file), bytes());
    copyFileSync(join(dataDir, TEST_FILE), join(dir, TEST_FILE));
    const out = workspace.path(`out-${what.replaceAll(' ', '-')}`);
    await expectRefusal('coordinator', [`--data-dir=${dir}`, `--out=${out}`], { code: 1, says });
  });

  test('a folder without the files; the same --out serves once the mistake is mended', async () => {
    const out = workspace.path('mended');
    const says = /--data-dir: there is no file train-images-idx3-ubyte/;
    await expectRefusal('coordinator', ['--data-dir=/nowhere', `--out=${out}`], { code: 1, says });
    const mended = start('coordinator', workspace.args(out, '--workers=1', '--max-steps=1'));
    expect(await mended.ended(), mended.output).toEqual({ code: 0, signal: null });
  });

  function withMagic(magic: number): Buffer {
    const bytes = Buffer.from(train);
    bytes.writeUInt32BE(magic, 0);
    return bytes;
  }

  function otherSize(): Buffer {
    const bytes = Buffer.from(train);
    bytes.writeUInt32BE(14, 8);
    bytes.writeUInt32BE(56, 12);
    return bytes;
  }
});

describe('NATS', () => {
  let nats: Program;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    nats = await startNats(workspace.path('nats'), port, ['--user', 'somebody', '--pass', 'secret']);
  });

  afterAll(async () => {
    nats.signal('SIGTERM');
    await nats.ended();
  });

  test.each<ProgramName>(['coordinator', 'worker', 'sampler'])('%s: nobody answers at the address', async (program) => {
    const url = `nats://127.0.0.1:${await freePort()}`;
    const args = program === 'coordinator' ? workspace.args(workspace.path('unreachable')) : [];
    const says = /no NATS server answers at 127\.0\.0\.1:\d+/;
    await expectRefusal(program, args, { code: 1, says, env: { LOCKSTEP_NATS_URL: url } });
  });

  test.each<ProgramName>(['coordinator', 'worker', 'sampler'])(
    '%s: the server refuses the credentials',
    async (program) => {
      const args = program === 'coordinator' ? workspace.args(workspace.path('refused')) : [];
      const url = `nats://somebody:guess@127.0.0.1:${port}`;
      const says = /refuses these credentials/;
      const { output } = await expectRefusal(program, args, { code: 1, says, env: { LOCKSTEP_NATS_URL: url } });
      expect(output).not.toContain('guess');
    },
  );

  test('a server without JetStream', async () => {
    const plainPort = await freePort();
    const plain = await startPlainNats(plainPort);
    const env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${plainPort}` };
    await expectRefusal('coordinator', workspace.args(workspace.path('no-js')), {
      code: 1,
      says: /has no JetStream/,
      env,
    });
    plain.signal('SIGTERM');
    await plain.ended();
  });

  test('a port that is taken', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const address = taken.address();
    const number = typeof address === 'object' ? address?.port : undefined;
    const args = workspace.args(workspace.path('taken'), `--nats-port=${number}`, '--workers=1');
    await expectRefusal('coordinator', args, {
      code: 1,
      says: /Choose another --nats-port, or leave it out/,
    });
    await new Promise((done) => taken.close(done));
  });

  test('a worker that finds no run says so when its patience ends', async () => {
    const url = `nats://somebody:secret@127.0.0.1:${port}`;
    await expectRefusal('worker', ['--patience=1'], {
      code: 1,
      says: /no run answers/,
      env: { LOCKSTEP_NATS_URL: url },
    });
  });
});

describe('the folder of a run', () => {
  test('--out below a file', async () => {
    const file = workspace.path('file');
    writeFileSync(file, 'mine');
    await expectRefusal('coordinator', [`--out=${join(file, 'run')}`], {
      code: 1,
      says: /--out: the folder .*file\/run cannot be written to/,
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('--out where nobody may write', async () => {
    await expectRefusal('coordinator', ['--out=/proc/run'], {
      code: 1,
      says: /--out: the folder \/proc\/run cannot be written to/,
    });
  });

  test('--out of a run that is there already', async () => {
    const before = readFileSync(join(referenceOut, 'metrics.jsonl'));
    await expectRefusal('coordinator', workspace.args(referenceOut), {
      code: 2,
      says: /--out: .* holds a run already/,
    });
    expect(readFileSync(join(referenceOut, 'metrics.jsonl')).equals(before)).toBe(true);
  });

  test('--resume where there is nothing', async () => {
    const cwd = workspace.folder('empty');
    await expectRefusal('coordinator', ['--resume'], { code: 2, says: /there is no run in runs\//, cwd });
    await expectRefusal('coordinator', ['--resume=nowhere'], {
      code: 2,
      says: /there is no run folder .*nowhere/,
      cwd,
    });
    await expectRefusal('coordinator', [`--resume=${cwd}`], { code: 2, says: /is not the folder of a run/, cwd });
  });

  test('--resume of a folder whose run.json is damaged', async () => {
    const dir = workspace.folder('damaged');
    writeFileSync(join(dir, 'run.json'), '{"run": 3');
    await expectRefusal('coordinator', [`--resume=${dir}`], { code: 2, says: /run\.json is damaged/ });
  });

  test.each([
    ['--seed=5', /the run has seed = 0, not 5/],
    ['--batch=64', /the run has batch = 32, not 64/],
    ['--shards=2', /the run has shards = 4, not 2/],
    ['--lr=0.1', /the run has lr = 0\.001, not 0\.1/],
    ['--threads=2', /the run has threads = 1, not 2/],
  ])('--resume with %s, which contradicts the run', async (arg, says) => {
    const before = checkpointsOf(referenceOut);
    await expectRefusal('coordinator', [`--resume=${referenceOut}`, arg], { code: 2, says });
    expect(checkpointsOf(referenceOut)).toEqual(before);
  });

  test('--resume with the images of another dataset', async () => {
    const dir = workspace.folder('other-images');
    const other = readFileSync(join(dataDir, TRAIN_FILE));
    other.fill(7, 16, 800);
    writeFileSync(join(dir, TRAIN_FILE), other);
    copyFileSync(join(dataDir, TEST_FILE), join(dir, TEST_FILE));
    const args = [`--resume=${referenceOut}`, `--data-dir=${dir}`];
    await expectRefusal('coordinator', args, {
      code: 2,
      says: /--resume: the run was trained on other images/,
    });
  });
});
