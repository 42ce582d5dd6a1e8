/**
 * Runs the commands of docs/cluster.md, which are read from the text, on two machines. The machines are network namespaces with one
 * link between them. The commands that install the programs (git, npm) are left out.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { denoise, referenceOf } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Program } from './harness/processes.js';
import { isStep, ROOT, succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

const experiment = await denoise();
const reference = await referenceOf(experiment);
const workspace = new Workspace(experiment);
const A = `lockstep-a-${process.pid}`;
const B = `lockstep-b-${process.pid}`;
const ADDRESS = { [A]: '10.0.0.1', [B]: '10.0.0.2' };

/** The blocks of commands of "Two machines, ten minutes", without the first, which installs. */
const TEXT = readFileSync(join(ROOT, 'docs', 'cluster.md'), 'utf8');
const [SERVER, COPY, RUN, WORKERS] = commandBlocks(TEXT.slice(TEXT.indexOf('## Two machines'))).slice(1);

function commandBlocks(text: string): string[] {
  const blocks = text.split(/\n\n/).filter((paragraph) => paragraph.startsWith('    '));
  return blocks.map((block) => block.replaceAll(/^ {4}/gm, ''));
}

const canMakeMachines = process.getuid?.() === 0 && spawnSync('ip', ['-V']).status === 0;
if (!canMakeMachines) {
  const reason = 'the test of two machines needs root and "ip" of iproute2';
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

/** Runs commands in a shell of a machine. */
function on(machine: string, commands: string, env: Record<string, string> = {}): Program {
  // Both machines have this checkout. The files that the commands make are in the test's own folder.
  const typed = commands.replaceAll(/\bsecrets\b/g, workspace.path('secrets'));
  return new Program(machine, 'ip', ['netns', 'exec', machine, 'bash', '-ec', typed], {
    cwd: ROOT,
    env: { NX_DAEMON: 'false', ...env },
  });
}

test('the text has the expected commands', () => {
  expect(SERVER).toMatch(/^npx nx run infra:credentials .*--hosts=10\.0\.0\.1\n.*nats-server -c .* &$/);
  expect(COPY).toMatch(/^scp -r secrets\S* 10\.0\.0\.2:lockstep\/credentials$/);
  expect(RUN).toContain('npx nx run coordinator:serve');
  expect(RUN).toContain('npx nx run sampler:serve');
  expect(WORKERS).toMatch(/npx nx run worker:serve$/);
});

test.skipIf(!canMakeMachines)('two machines train to the same bits as one', async () => {
  const startedMs = performance.now();
  // In the foreground, because a server in the background would end with the shell.
  const server = on(A, SERVER!.replace(/ &$/, ''));
  await server.said(/Server is ready/);
  const copy = COPY!.replace('scp -r', 'cp -r').replace('10.0.0.2:lockstep/credentials', workspace.path('credentials'));
  await succeeds(on(B, copy));

  const [url = '', ...rest] = RUN!.split('\n');
  const sampler = rest.findIndex((line) => line.includes('credentials/sampler'));
  const out = workspace.path('run');
  const options = workspace.args(out, '--json');
  const leads = [url, ...rest.slice(0, sampler)].join('\n').replace('--shards=8', options.join(' '));
  const coordinator = on(A, leads);
  const draws = on(A, [url, ...rest.slice(sampler)].join('\n'), { LOCKSTEP_OUT: workspace.path('figures') });
  const workers = on(B, WORKERS!.replaceAll(/=credentials\//g, `=${workspace.path('credentials')}/`));

  await coordinator.line('a step', isStep);
  process.stderr.write(
    `from bare machines to the first step: ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`,
  );
  await succeeds(coordinator, workers);
  expectUndisturbed(out, reference);
  await draws.said(/drew \d+ figures of step 32/);
  process.kill(draws.pidOf(/^\d+: \S*node --initial\S+ apps\/sampler/), 'SIGTERM');
  process.kill(server.pidOf(/^\d+: \S*nats-server -c/), 'SIGTERM');
  await Promise.all([draws.ended(), server.ended()]);
});
