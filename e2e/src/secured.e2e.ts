/**
 * Training on a server that `infra:credentials` has made: TLS on both sides, a key for each role. The end is that of a run on
 * an open server, also when a worker's key is revoked in mid-run.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Program } from './harness/processes.js';
import { Coordinator, start, type ProgramName } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { summaryOf } from './harness/run-folder.js';
import { infra, SecuredNats } from './harness/secured.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const secrets = workspace.path('secrets');
const reference = inject('reference');
let nats: SecuredNats;
beforeAll(async () => {
  nats = await SecuredNats.start(secrets, '--pools=default,rented');
});
afterAll(() => nats.stop());

function coordinate(name: string): Coordinator {
  return new Coordinator(workspace.args(workspace.path(name), '--checkpoint-every=8'), {
    env: nats.env('coordinator'),
  });
}

function worker(pool: string, id: string): Program {
  return start('worker', ['--json', `--pool=${pool}`, `--id=${id}`], { env: nats.env(`worker-${pool}`) });
}

async function endsWell(...programs: Program[]): Promise<void> {
  for (const program of programs) expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
}

describe('a run on a secured server', () => {
  test('two workers and a sampler with keys of their own: the same bits, the figures, the status', async () => {
    const figures = workspace.path('figures');
    const sampler = start('sampler', ['--json', `--out=${figures}`], { env: nats.env('sampler') });
    const coordinator = coordinate('run');
    const workers = [worker('default', 'a'), worker('rented', 'b')];
    await coordinator.step(3);
    const script = new URL('../../apps/coordinator/dist/operator/status.js', import.meta.url).pathname;
    const status = new Program('status', process.execPath, [script, '--json'], { env: nats.env('operator') });
    await endsWell(status);
    expect(status.output).toMatch(/"run":"/);
    await endsWell(coordinator.program, ...workers);
    expect(coordinator.program.output).not.toMatch(/unsecured|PERMISSIONS/);
    expect(summaryOf(workspace.path('run')).weights_sha256).toBe(reference.weights_sha256);
    await sampler.said(/drew 6 figures of step 32/);
    expect(readdirSync(figures)).toHaveLength(6);
    sampler.signal('SIGINT');
    await endsWell(sampler);
    for (const program of [sampler, ...workers]) expect(program.output).not.toMatch(/PERMISSIONS/);
  });

  test("a worker's key is revoked in mid-run: it is cut off, the others go on, and the bits stay the same", async () => {
    const coordinator = coordinate('revoked');
    const honest = worker('default', 'a');
    const stolen = worker('rented', 'b');
    await coordinator.program.line('a step of both', ({ fields }) => Number(fields['workers']) === 2);
    // Both are at work, and the honest one waits, so that the run does not end meanwhile.
    honest.signal('SIGSTOP');
    await nats.revoke('worker-rented');
    await stolen.said(/lost the NATS server/);
    honest.signal('SIGCONT');
    await endsWell(coordinator.program, honest);
    expect(coordinator.program.output).not.toMatch(/lost the NATS server/);
    expect(summaryOf(workspace.path('revoked')).weights_sha256).toBe(reference.weights_sha256);
    expect(stolen.output).not.toMatch(/connected to the NATS server .* again/);
    await expectRefusal('worker', ['--pool=rented'], {
      code: 1,
      says: /refuses these credentials: check LOCKSTEP_CREDS/,
      env: nats.env('worker-rented'),
    });
    stolen.signal('SIGKILL');
    await stolen.ended();
  });

  test('a standby with a key of its own takes over from a leader that is killed: the same bits', async () => {
    const leader = coordinate('led');
    await leader.program.said(/^run /);
    const out = workspace.path('taken-over');
    const env = nats.env('standby');
    const standby = new Coordinator(['--standby', `--out=${out}`, '--log-level=debug'], { env });
    await standby.program.said(/is a standby of the run/);
    const workers = [worker('default', 'a'), worker('default', 'b')];
    await standby.program.said(/in step with the leader from step \d+ on/);
    leader.program.signal('SIGKILL');
    await endsWell(standby.program, ...workers);
    expect(summaryOf(out).weights_sha256).toBe(reference.weights_sha256);
  });
});

describe('a program', () => {
  test.each<[string, Record<string, string>, 1 | 2, RegExp]>([
    ['a key that is not there', { LOCKSTEP_CREDS: '/nowhere' }, 2, /LOCKSTEP_CREDS is "\/nowhere": expected a file/],
    ['no CA', { LOCKSTEP_TLS_CA: '' }, 1, /no TLS connection .*certificate.*: set --tls-ca/],
    ['no certificate', { LOCKSTEP_TLS_CERT: '' }, 1, /give both --tls-cert and --tls-key/],
    ['no key', { LOCKSTEP_CREDS: '' }, 1, /refuses these credentials/],
  ])('with %s says so', async (_name, changes, code, says) => {
    for (const program of ['worker', 'sampler'] satisfies ProgramName[]) {
      await expectRefusal(program, [], { code, says, env: { ...nats.env('sampler'), ...changes } });
    }
    const out = `--out=${workspace.path('never')}`;
    const env = { ...nats.env('coordinator'), ...changes };
    await expectRefusal('coordinator', [out, `--data-dir=${inject('dataDir')}`], { code, says, env });
  });

  test('with a key and no server to show it to says so', async () => {
    const { LOCKSTEP_CREDS = '' } = nats.env('coordinator');
    const says = /--creds requires --nats-url: give the URL of that NATS server/;
    await expectRefusal('coordinator', [`--creds=${LOCKSTEP_CREDS}`], { code: 2, says });
  });
});

describe('the command lines of infra', () => {
  test.each<['credentials' | 'revoke', string, RegExp]>([
    ['credentials', '--servers=2', /'--servers <n>' argument '2' is invalid. expected 1 or 3/],
    ['credentials', '--hosts=a,b', /--hosts names 2 server\(s\) and --servers=1/],
    ['credentials', '--pools=a.b', /'--pools <list>' argument 'a\.b' is invalid/],
    ['credentials', '--bogus', /unknown option '--bogus'/],
    ['revoke', '--credential=nobody', /there is no "nobody": give one of coordinator/],
  ])('%s %s', async (program, arg, says) => {
    const out = program === 'revoke' ? secrets : workspace.path('not-made');
    const refused = infra(program, [`--out=${out}`, arg]);
    expect(await refused.ended(), refused.output).toEqual({ code: 2, signal: null });
    expect(refused.output).toMatch(says);
  });

  test('a folder that is there is not written to', async () => {
    const there = workspace.path('there');
    mkdirSync(there);
    writeFileSync(`${there}/mine`, '');
    const refused = infra('credentials', [`--out=${there}`]);
    expect(await refused.ended()).toEqual({ code: 2, signal: null });
    expect(readdirSync(there)).toEqual(['mine']);
  });

  test.each(['credentials', 'revoke'] as const)('%s --help', async (program) => {
    const help = infra(program, ['--help']);
    await endsWell(help);
    expect(help.output).toMatch(/--out <dir>/);
  });
});
