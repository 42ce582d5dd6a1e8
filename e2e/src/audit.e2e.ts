/** A worker that reports wrong results: its gradients are finite and have the right shape. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discoverRun } from '@lockstep/transport';
import { connect, type NatsConnection } from 'nats';
import { ExternalRun } from './harness/external-run.js';
import { FakeWorker } from './harness/fake-worker.js';
import type { Program } from './harness/processes.js';
import { succeeds } from './harness/programs.js';
import { Workspace } from './harness/workspace.js';

const workspace = new Workspace();
let run: ExternalRun;
let client: NatsConnection;
let dissenter: FakeWorker;
let honest: Program[];

beforeAll(async () => {
  run = await ExternalRun.onServer(workspace);
  client = await connect({ servers: `127.0.0.1:${run.port}` });
});

afterAll(async () => {
  await client.close();
  await run.stop();
});

/** Lets the dissenter join, and send wrong gradients for its first lease. */
async function joinAndDissent(incarnation: number): Promise<void> {
  const info = await discoverRun(client, undefined, 60_000, () => undefined);
  const id = { pool: 'default', member: 'dissenter' };
  dissenter = new FakeWorker(client, info, run.reference.summary.fingerprint, id, incarnation);
  dissenter.join();
  await dissenter.gets('welcome');
  dissenter.wrongGradients(await dissenter.gets('lease'));
}

describe('a run that audits every shard', () => {
  test('stops when its only two workers disagree, because either may be wrong', async () => {
    const { program } = run.coordinate('--audit=1', '--checkpoint-every=1');
    honest = [run.worker('a')];
    await program.said(/no second worker is there to audit/);
    await run.steps(1);
    await joinAndDissent(1);
    expect((await program.ended()).code, program.output).toBe(1);
    const both = 'default\\.(a and default\\.dissenter|dissenter and default\\.a)';
    expect(program.output).toMatch(
      new RegExp(`error: workers ${both} computed different gradients of shards? \\S+ of step`),
    );
    expect(program.output).toMatch(/there is no other worker to say who is right: add workers and go on with --resume/);
  });

  test('names the dissenter when two honest workers agree, and refuses another process with its name', async () => {
    const { program } = run.coordinate('--resume', '--audit=1');
    // Worker a has waited for the coordinator to come back.
    honest.push(run.worker('b'));
    for (const id of ['a', 'b']) await program.said(new RegExp(`worker default\\.${id} joined`));
    await joinAndDissent(2);
    await dissenter.getsRefusal('AUDIT');
    await program.said(
      /refused default\.dissenter: .* differs in bits from what default\.[ab] and default\.[ab] computed/,
    );
    const again = dissenter.asAnotherProcess();
    again.join();
    const { code, reason } = await again.gets('refusal');
    expect(code).toBe('AUDIT');
    expect(reason).toMatch(/differs in bits/);
  });

  test('ends as a run without dissenters', async () => {
    await run.endsAsUndisturbed();
    await succeeds(...honest);
  });
});
