/**
 * The lead of a run: a standby takes over from a coordinator that is killed, hangs or leaves, and a leader that resumes late makes no
 * step. On one NATS server, and on a cluster of three servers that are killed in turn.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceOf, STEPS } from './harness/experiment.js';
import { expectRecovery } from './harness/external-run.js';
import { NatsCluster } from './harness/nats-cluster.js';
import type { Program } from './harness/processes.js';
import { Coordinator, freePort, isStep, start, startNats, succeeds } from './harness/programs.js';
import { expectRefusal } from './harness/refusal.js';
import { metricsOf, summaryOf } from './harness/run-folder.js';
import type { Line } from './harness/transcript.js';
import { Workspace } from './harness/workspace.js';

/** From the death of the leader to the next step, with NATS healthy, and when the server that keeps the lease dies with it. */
const TAKE_OVER_MS = 3000;
const TAKE_OVER_WITH_SERVER_MS = 15_000;

const workspace = new Workspace();
const { summary: reference } = await referenceOf(workspace.experiment);

type Env = Readonly<Record<string, string>>;

/** Another coordinator has completed the run. */
function isOver({ fields }: Line): boolean {
  return fields['type'] === 'over';
}

/** A run with its leader, two workers and standbys. */
class Run {
  readonly leader: Coordinator;
  readonly workers: Program[];

  constructor(
    readonly name: string,
    private readonly env: Env,
    ...args: string[]
  ) {
    this.leader = new Coordinator(workspace.args(this.out('leader'), '--checkpoint-every=1000', ...args), { env });
    this.workers = ['a', 'b'].map((id) => start('worker', ['--json', `--id=${name}-${id}`], { env }));
  }

  out(who: string): string {
    return workspace.path(`${this.name}-${who}`);
  }

  /** Starts a standby, and waits until it has the leader's state. */
  async standby(who = 'standby'): Promise<Coordinator> {
    const standby = new Coordinator(['--standby', `--out=${this.out(who)}`, '--log-level=debug'], { env: this.env });
    await standby.program.said(/in step with the leader from step \d+ on/).catch((cause: unknown) => {
      const others = [this.leader.program, ...this.workers].map(({ name, output }) => `${name} said:\n${output}`);
      throw new Error(`the standby is not in step\n${others.join('\n')}`, { cause });
    });
    return standby;
  }

  /** Waits until these coordinators and the workers have succeeded. */
  async over(...coordinators: Coordinator[]): Promise<void> {
    await succeeds(...coordinators.map(({ program }) => program), ...this.workers);
  }
}

/** Waits for a coordinator's next step. Returns the time in milliseconds. */
async function nextStepMs({ program }: Coordinator): Promise<number> {
  const sinceMs = performance.now();
  await program.line('a step', isStep, program.lines.length);
  return Math.round(performance.now() - sinceMs);
}

describe('on one server', () => {
  let nats: Program;
  let env: Env;

  beforeAll(async () => {
    const port = await freePort();
    env = { LOCKSTEP_NATS_URL: `nats://127.0.0.1:${port}` };
    nats = await startNats(workspace.path('jetstream'), port);
  });

  afterAll(async () => {
    nats.signal('SIGTERM');
    await nats.ended();
  });

  test('kill -9 of the leader: the standby continues from its last step, without any checkpoint', async () => {
    const run = new Run('killed', env);
    const standby = await run.standby();
    const seen = await run.leader.step(8);
    run.leader.program.signal('SIGKILL');
    const tookMs = await nextStepMs(standby);
    console.info(`kill -9 of the leader: ${tookMs} ms until the next step`);
    const [, from] = await standby.program.said(/takes over from step (\d+) \(leader epoch 2\)/);
    expect(Number(from)).toBeGreaterThanOrEqual(seen - 1);
    await run.over(standby);
    expectRecovery(tookMs, TAKE_OVER_MS, run.leader, standby);
    expect(summaryOf(run.out('standby'))).toMatchObject({
      steps: STEPS,
      weights_sha256: reference.weights_sha256,
      epoch_losses: reference.epoch_losses,
      test_loss: reference.test_loss,
    });
    expect(metricsOf(run.out('standby'))[0]?.step).toBe(Number(from) + 1);
  });

  test('a leader that hangs and resumes makes no step, and becomes a standby', async () => {
    const run = new Run('hung', env);
    const standby = await run.standby();
    await run.leader.step(8);
    const { program } = run.leader;
    program.signal('SIGSTOP');
    const tookMs = await nextStepMs(standby);
    const before = program.lines.length;
    program.signal('SIGCONT');
    console.info(`SIGSTOP of the leader: ${tookMs} ms until the next step`);
    await program.said(
      /a coordinator with the leader epoch 2 leads the run: this one is a standby from now on/,
      before,
    );
    await run.over(standby, run.leader);
    expect(program.lines.slice(before).filter(isStep)).toEqual([]);
    expect(program.lines.filter(isOver)).toHaveLength(1);
    expect(summaryOf(run.out('standby')).weights_sha256).toBe(reference.weights_sha256);
    expectRecovery(tookMs, TAKE_OVER_MS, run.leader, standby);
  });

  test('Ctrl-C on the leader hands the lead over at once, and then to another standby', async () => {
    const run = new Run('handed-over', env);
    const standby = await run.standby();
    await run.leader.step(5);
    run.leader.program.signal('SIGINT');
    const tookMs = await nextStepMs(standby);
    console.info(`Ctrl-C on the leader: ${tookMs} ms until the next step`);
    expect(await run.leader.program.ended()).toEqual({ code: 130, signal: null });
    expect(standby.program.has(/leader epoch 1 was released/)).toBe(true);
    expect(run.leader.program.has(/stopping at the last step with a checkpoint; a standby continues the run/)).toBe(
      true,
    );
    const second = await run.standby('second');
    await standby.step(12);
    standby.program.signal('SIGINT');
    await run.over(second);
    expect(summaryOf(run.out('second')).weights_sha256).toBe(reference.weights_sha256);
    expectRecovery(tookMs, TAKE_OVER_MS, run.leader, standby);
  });

  test('a standby waits for a run, one that contradicts it is refused, and all end with the run', async () => {
    const early = new Coordinator(['--standby', `--out=${workspace.path('early')}`], { env });
    await early.program.said(/waiting for a run to answer/);
    const run = new Run('late', env);
    await early.program.said(/in step with the leader from step \d+ on/);
    for (const worker of run.workers) worker.signal('SIGSTOP');
    await expectRefusal('coordinator', ['--standby', '--batch-size=64', `--out=${workspace.path('wrong')}`], {
      code: 2,
      says: /--standby: the run has batchSize = 32, not 64: omit the option/,
      env,
    });
    await expectRefusal('coordinator', ['--resume', `--out=${run.out('leader')}`], {
      code: 1,
      says: /another coordinator leads the run .* start this one with --standby/,
      env,
    });
    const other = await run.standby('other');
    other.program.signal('SIGINT');
    expect(await other.program.ended()).toEqual({ code: 130, signal: null });
    for (const worker of run.workers) worker.signal('SIGCONT');
    await run.over(run.leader, early);
    expect(summaryOf(run.out('leader')).weights_sha256).toBe(reference.weights_sha256);
    expect(early.program.lines.filter(isOver)).toHaveLength(1);
  });
});

test('--standby without a NATS server that others reach is refused', async () => {
  const says = /--standby requires --nats-url/;
  await expectRefusal('coordinator', ['--standby'], { code: 2, says });
});

describe('on a cluster of three servers', () => {
  /** Enough that each server can be killed and come back during the run. */
  const LONG = ['--epochs=20'];
  let cluster: NatsCluster;
  let env: Env;
  let weightsSha256: string;

  beforeAll(async () => {
    const out = workspace.path('long');
    await new Coordinator(workspace.args(out, ...LONG, '--workers=4')).succeeds();
    weightsSha256 = summaryOf(out).weights_sha256;
    cluster = await NatsCluster.start(workspace.path('cluster'));
    env = { LOCKSTEP_NATS_URL: cluster.url };
  });

  afterAll(() => cluster.end());

  test(
    'kill -9 of each server in turn, and then of the leader together with the server that keeps the lease',
    { timeout: 300_000 },
    async () => {
      const run = new Run('cluster', env, ...LONG);
      const standby = await run.standby();
      const [, id = ''] = await run.leader.program.said(/^run (\S+): /);
      const stream = `KV_lockstep_${id}_state`;
      await run.leader.step(3);
      let lead = run.leader;
      const coordinators = [run.leader, standby];
      for (let server = 0; server < cluster.size; server++) {
        const leads = (await cluster.leaderOf(stream)) === server;
        const from = coordinators.map(({ program }) => program.lines.length);
        const sinceMs = performance.now();
        await cluster.kill(server);
        // Five steps, so that the last one was not under way before. Either coordinator may lead now.
        lead = await Promise.race(
          coordinators.map((coordinator, i) => coordinator.steps(5, from[i]).then(() => coordinator)),
        );
        const tookMs = Math.round(performance.now() - sinceMs);
        console.info(
          `kill -9 of server ${server}${leads ? ', which kept the lease' : ''}: ${tookMs} ms until five more steps`,
        );
        expectRecovery(tookMs, TAKE_OVER_WITH_SERVER_MS, ...coordinators);
        await cluster.launch(server);
        await cluster.whole(stream);
      }
      const other = coordinators.find((coordinator) => coordinator !== lead)!;
      const synced = /in step with the leader|takes over/;
      expect(other.program.has(synced)).toBe(true);
      const keeper = await cluster.leaderOf(stream);
      await cluster.kill(keeper);
      lead.program.signal('SIGKILL');
      const tookMs = await nextStepMs(other);
      console.info(`kill -9 of the leader and of the server that kept the lease: ${tookMs} ms until the next step`);
      await run.over(other);
      expectRecovery(tookMs, TAKE_OVER_WITH_SERVER_MS, ...coordinators);
      expect(summaryOf(run.out(other === standby ? 'standby' : 'leader')).weights_sha256).toBe(weightsSha256);
    },
  );
});
