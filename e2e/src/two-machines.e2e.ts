/**
 * docs/cluster.md, word for word: its commands are read from the text and run on two machines, which are network namespaces that
 * have nothing but a cable between them. What it takes to get the programs themselves (git, npm) has been done here before.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { Program } from './harness/processes.js';
import { ROOT } from './harness/programs.js';
import { summaryOf } from './harness/run-folder.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const A = `lockstep-a-${process.pid}`;
const B = `lockstep-b-${process.pid}`;
const ADDRESS = { [A]: '10.0.0.1', [B]: '10.0.0.2' };

/** The blocks of commands of "Two machines, ten minutes", after the first, which installs. */
const TEXT = readFileSync(join(ROOT, 'docs', 'cluster.md'), 'utf8');
const [SERVER, COPY, RUN, WORKERS] = commandBlocks(TEXT.slice(TEXT.indexOf('## Two machines'))).slice(1);

function commandBlocks(text: string): string[] {
  const blocks = text.split(/\n\n/).filter((paragraph) => paragraph.startsWith('    '));
  return blocks.map((block) => block.replaceAll(/^ {4}/gm, ''));
}

const canMakeMachines = process.getuid?.() === 0 && spawnSync('ip', ['-V']).status === 0;
if (!canMakeMachines) {
  const reason = 'two machines cannot be made without root and "ip" of iproute2';
  if (process.env['CI'] === 'true') throw new Error(reason);
  process.stderr.write(`SKIPPED: ${reason}\n`);
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}

beforeAll(() => {
  if (!canMakeMachines) return;
  for (const machine of [A, B]) ip('netns', 'add', machine);
  ip('link', 'add', 'eth0', 'netns', A, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', B);
  for (const machine of [A, B] as const) {
    ip('-n', machine, 'address', 'add', `${ADDRESS[machine]!}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', machine, 'link', 'set', device, 'up');
  }
});

afterAll(() => {
  if (!canMakeMachines) return;
  for (const machine of [A, B]) ip('netns', 'delete', machine);
});

/** Types commands into a shell of that machine. */
function on(machine: string, commands: string, env: Record<string, string> = {}): Program {
  // Both machines have this checkout; what the text puts into it lies in the test's own folder.
  const typed = commands.replaceAll(/\bsecrets\b/g, workspace.path('secrets'));
  return new Program(machine, 'ip', ['netns', 'exec', machine, 'bash', '-ec', typed], {
    cwd: ROOT,
    env: { NX_DAEMON: 'false', ...env },
  });
}

test('the text has the commands', () => {
  expect(SERVER).toMatch(/^npx nx run infra:credentials .*--hosts=10\.0\.0\.1\n.*nats-server -c .* &$/);
  expect(COPY).toMatch(/^scp -r secrets\S* 10\.0\.0\.2:lockstep\/credentials$/);
  expect(RUN).toContain('npx nx run coordinator:serve');
  expect(RUN).toContain('npx nx run sampler:serve');
  expect(WORKERS).toMatch(/npx nx run worker:serve$/);
});

test.skipIf(!canMakeMachines)('two machines train, ten minutes or not, and come to the bits of one', async () => {
  const startedMs = performance.now();
  // In a shell of its own a server in the background would end with it.
  const server = on(A, SERVER!.replace(/ &$/, ''));
  await server.said(/Server is ready/);
  const copy = COPY!.replace('scp -r', 'cp -r').replace('10.0.0.2:lockstep/credentials', workspace.path('credentials'));
  const copied = on(B, copy);
  expect(await copied.ended()).toEqual({ code: 0, signal: null });

  const [url = '', ...rest] = RUN!.split('\n');
  const sampler = rest.findIndex((line) => line.includes('credentials/sampler'));
  const out = workspace.path('run');
  const options = [
    '--epochs=2',
    '--batch-size=32',
    '--shards=4',
    `--data-dir=${inject('dataDir')}`,
    `--out=${out}`,
    '--json',
  ];
  const leads = [url, ...rest.slice(0, sampler)].join('\n').replace('--shards=8', options.join(' '));
  const coordinator = on(A, leads);
  const draws = on(A, [url, ...rest.slice(sampler)].join('\n'), { LOCKSTEP_OUT: workspace.path('figures') });
  const workers = on(B, WORKERS!.replaceAll(/=credentials\//g, `=${workspace.path('credentials')}/`));

  await coordinator.line('a step', ({ fields }) => fields['type'] === 'step');
  process.stderr.write(
    `from bare machines to the first step: ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`,
  );
  expect(await coordinator.ended(), coordinator.output).toEqual({ code: 0, signal: null });
  expect(summaryOf(out).weights_sha256).toBe(inject('reference').weights_sha256);
  expect(await workers.ended(), workers.output).toEqual({ code: 0, signal: null });
  await draws.said(/drew \d+ figures of step 32/);
  process.kill(draws.pidOf(/^\d+: \S*node --initial\S+ apps\/sampler/), 'SIGTERM');
  process.kill(server.pidOf(/^\d+: \S*nats-server -c/), 'SIGTERM');
  await Promise.all([draws.ended(), server.ended()]);
});
