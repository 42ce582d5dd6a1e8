import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARENT_PIPE } from './process.js';

/** Signals and exit codes need processes, so these tests run the built library. */
const PROGRAM = join(import.meta.dirname, 'testing', 'program.js');
const BUILT = join(import.meta.dirname, '..', 'dist', 'index.js');

interface Run {
  child: ChildProcess;
  /** Standard output and error so far. */
  out: () => string;
  err: () => string;
  /** Exit code, or the signal that ended the process. */
  ended: Promise<number | string>;
}

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});
beforeAll(() => {
  if (!existsSync(BUILT)) throw new Error('libs/cli is not built: run "npx nx run cli:test", which builds it first');
});

function start(what: string, env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [PROGRAM, what], { stdio: 'pipe', env: { ...process.env, ...env } });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return { child, out: () => out, err: () => err, ended };
}

async function started(what: string, env: Record<string, string> = {}): Promise<Run> {
  const run = start(what, env);
  while (!run.out().includes('ready')) await once(run.child.stdout!, 'data');
  return run;
}

async function reason(run: Run): Promise<string> {
  while (!run.out().includes('stop: ')) await once(run.child.stdout!, 'data');
  return /stop: (.*)/.exec(run.out())?.[1] ?? '';
}

describe.concurrent('a program ends', () => {
  it.each([
    ['well', 0, ''],
    ['code', 130, ''],
    ['usage', 2, 'error: --epochs=x: expected an integer\nTry --help.\n'],
    ['mistake', 1, 'error: the disk is full: free some space\n'],
    ['system', 1, "error: ENOENT: no such file or directory, open '/no/such/file'\n"],
    ['thrown', 1, 'error: just a string\n'],
  ])('%s: with exit code %i and a message', async (what, code, message) => {
    const run = start(what);
    expect(await run.ended).toBe(code);
    expect(run.err()).toBe(message);
    expect(run.out()).toBe('');
  });

  it.each([
    ['defect', /error: TypeError: Cannot read properties of undefined/],
    ['wrongArgument', /error: TypeError.*ERR_INVALID_ARG_TYPE/],
  ])('%s: with exit code 1 and a stack trace', async (what, message) => {
    const run = start(what);
    expect(await run.ended).toBe(1);
    expect(run.err()).toMatch(message);
    expect(run.err()).toMatch(/\n +at .*program\.js:\d+/);
  });

  it('when a timer keeps it alive', async () => {
    expect(await start('lingers').ended).toBe(3);
  });
});

describe.concurrent('a program stops', () => {
  it.each([
    ['SIGINT', 'Ctrl-C'],
    ['SIGTERM', 'SIGTERM'],
  ] as const)('in order on %s', async (signal, why) => {
    const run = await started('stops');
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(run.out()).toBe(`ready\nstop: ${why}\n`);
  });

  it.each([
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
  ] as const)('at once on a second signal: %s, then %s', async (first, second) => {
    const run = await started('hangs');
    run.child.kill(first);
    await reason(run);
    expect(run.child.exitCode).toBeNull();
    run.child.kill(second);
    expect(await run.ended).toBe(130);
    expect(run.out().match(/stop:/g)).toHaveLength(1);
  });

  it('when the pipe to its parent closes', async () => {
    const run = await started('stops', { [PARENT_PIPE]: '1' });
    run.child.stdin!.end();
    expect(await run.ended).toBe(0);
    expect(run.out()).toBe('ready\nstop: the parent process is gone\n');
  });

  it('when its parent is ended by kill -9', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const env = { ...process.env, ${PARENT_PIPE}: '1' };
      spawn(process.execPath, [${JSON.stringify(PROGRAM)}, 'stops'], { stdio: ['pipe', 'inherit', 'inherit'], env });
    `;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(parent);
    let out = '';
    parent.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    while (!out.includes('ready')) await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    // The child holds the other end of our pipe, which closes when the child has ended.
    await once(parent.stdout, 'close');
    expect(out).toBe('ready\nstop: the parent process is gone\n');
  });

  it('not at the end of a standard input that is not a pipe to a parent', async () => {
    const run = await started('stops');
    run.child.stdin!.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(run.out()).toBe('ready\n');
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });
});
