/**
 * A run on a server with the configuration of `infra:credentials`: TLS on both sides, and a key for each role. It ends as on an open
 * server, also when a worker's key is revoked in mid-run.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceOf } from './harness/experiment.js';
import { expectUndisturbed } from './harness/external-run.js';
import { Program } from './harness/processes.js';
import { Coordinator, start, succeeds } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { summaryOf } from './harness/run-folder.js';
import { infra, SecuredNats } from './harness/secured.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
const secrets = workspace.path('secrets');
const reference = await referenceOf(workspace.experiment);
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

describe('a run on a secured server', () => {
  test('two workers, a sampler and the status with keys of their own', async () => {
    const sampler = start('sampler', ['--json', `--out=${workspace.path('figures')}`], { env: nats.env('sampler') });
    const coordinator = coordinate('run');
    const workers = [worker('default', 'a'), worker('rented', 'b')];
    await coordinator.step(3);
    const script = new URL('../../apps/coordinator/dist/operator/status.js', import.meta.url).pathname;
    const status = new Program('status', process.execPath, [script, '--json'], { env: nats.env('operator') });
    await succeeds(status);
    expect(status.output).toMatch(/"run":"/);
    await succeeds(coordinator.program, ...workers);
    expect(coordinator.program.output).not.toMatch(/unsecured|PERMISSIONS/);
    expectUndisturbed(workspace.path('run'), reference);
    await sampler.said(/drew 1 figures of step 32/);
    sampler.signal('SIGINT');
    await succeeds(sampler);
    for (const program of [sampler, ...workers]) expect(program.output).not.toMatch(/PERMISSIONS/);
  });

  test("a worker's key is revoked in mid-run: the server disconnects it, and the others continue", async () => {
    const coordinator = coordinate('revoked');
    const honest = worker('default', 'a');
    const stolen = worker('rented', 'b');
    await coordinator.program.line('a step of both', ({ fields }) => Number(fields['workers']) === 2);
    // Stopped, so that the run does not end meanwhile.
    honest.signal('SIGSTOP');
    await nats.revoke('worker-rented');
    await stolen.said(/lost the NATS server/);
    honest.signal('SIGCONT');
    await succeeds(coordinator.program, honest);
    expect(coordinator.program.output).not.toMatch(/lost the NATS server/);
    expectUndisturbed(workspace.path('revoked'), reference);
    expect(stolen.output).not.toMatch(/connected to the NATS server .* again/);
    await expectRefusal('worker', ['--pool=rented'], {
      code: 1,
      says: /refuses these credentials: check LOCKSTEP_CREDS/,
      env: nats.env('worker-rented'),
    });
    stolen.signal('SIGKILL');
    await stolen.ended();
  });

  test('a standby with a key of its own takes over from a leader that is killed', async () => {
    const leader = coordinate('led');
    await leader.program.said(/^run /);
    const out = workspace.path('taken-over');
    const env = nats.env('standby');
    const standby = new Coordinator(['--standby', `--out=${out}`, '--log-level=debug'], { env });
    await standby.program.said(/is a standby of the run/);
    const workers = [worker('default', 'a'), worker('default', 'b')];
    await standby.program.said(/in step with the leader from step \d+ on/);
    leader.program.signal('SIGKILL');
    await succeeds(standby.program, ...workers);
    expect(summaryOf(out).weights_sha256).toBe(reference.summary.weights_sha256);
  });
});

describe('a program is refused', () => {
  test.each<[string, Record<string, string>, 1 | 2, RegExp]>([
    [
      'a missing key file',
      { LOCKSTEP_CREDS: '/nowhere' },
      2,
      /LOCKSTEP_CREDS is "\/nowhere": expected a readable file/,
    ],
    ['no CA', { LOCKSTEP_TLS_CA: '' }, 1, /no TLS connection .*certificate.*: set --tls-ca/],
    ['no certificate', { LOCKSTEP_TLS_CERT: '' }, 1, /give both --tls-cert and --tls-key/],
    ['no key', { LOCKSTEP_CREDS: '' }, 1, /refuses these credentials/],
  ])('with %s', async (_name, changes, code, says) => {
    await expectRefusal('worker', [], { code, says, env: { ...nats.env('worker-default'), ...changes } });
  });

  test('with a key for a server that it starts itself', async () => {
    const { LOCKSTEP_CREDS = '' } = nats.env('coordinator');
    const says = /--creds requires --nats-url: give the URL of that NATS server/;
    await expectRefusal('coordinator', [`--creds=${LOCKSTEP_CREDS}`], { code: 2, says });
  });
});

test.each<['credentials' | 'revoke', string, RegExp]>([
  ['credentials', '--servers=2', /'--servers <n>' argument '2' is invalid. expected 1 or 3/],
  ['credentials', '--pools=a.b', /'--pools <list>' argument 'a\.b' is invalid/],
  ['revoke', '--credential=nobody', /there is no "nobody": give one of coordinator/],
])('infra:%s %s is refused', async (program, arg, says) => {
  const out = program === 'revoke' ? secrets : workspace.path('not-made');
  const refused = infra(program, [`--out=${out}`, arg]);
  expect(await refused.ended(), refused.output).toEqual({ code: 2, signal: null });
  expect(refused.output).toMatch(says);
});
