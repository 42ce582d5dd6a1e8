/** NATS servers that do not answer, refuse a program's credentials or have no JetStream. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Program } from './harness/processes.js';
import { freePort, startNats, startPlainNats, type ProgramName } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();

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

  test.each<ProgramName>(['coordinator', 'worker', 'sampler'])(
    '%s: no server answers at the address',
    async (program) => {
      const url = `nats://127.0.0.1:${await freePort()}`;
      const args = program === 'coordinator' ? workspace.args(workspace.path('unreachable')) : [];
      const says = /no NATS server answers at 127\.0\.0\.1:\d+/;
      await expectRefusal(program, args, { code: 1, says, env: { LOCKSTEP_NATS_URL: url } });
    },
  );

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

  test('a --nats-port that is in use', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const address = taken.address();
    const number = typeof address === 'object' ? address?.port : undefined;
    const args = workspace.args(workspace.path('taken'), `--nats-port=${number}`, '--workers=1');
    await expectRefusal('coordinator', args, {
      code: 1,
      says: /Choose another --nats-port, or omit it for a free port/,
    });
    await new Promise((done) => taken.close(done));
  });

  test('a worker that finds no run within its patience reports that', async () => {
    const url = `nats://somebody:secret@127.0.0.1:${port}`;
    await expectRefusal('worker', ['--patience=1'], {
      code: 1,
      says: /no run answers/,
      env: { LOCKSTEP_NATS_URL: url },
    });
  });
});
