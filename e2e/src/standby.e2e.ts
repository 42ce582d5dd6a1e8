/**
 * The lead of a run: a standby takes over from a coordinator that is killed, hangs or leaves, and whoever wakes up late says
 * nothing that counts. On one NATS server, and on a cluster of three that loses each of them in turn.
 */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { NatsCluster } from './harness/nats-cluster.js';
import type { Program } from './harness/processes.js';
import { Coordinator, freePort, start, startNats, STEPS } from './harness/programs.js';
import { metricsOf, summaryOf } from './harness/run-folder.js';
import type { Line } from './harness/transcript.js';
import { Workspace } from './harness/workspace.js';

/** From the death of the leader to the next step: with NATS healthy, and when the server that keeps the lease dies with it. */
const TAKE_OVER_MS = 3000;
const TAKE_OVER_WITH_SERVER_MS = 15_000;

const workspace = new Workspace();
const reference = inject('reference');

type Env = Readonly<Record<string, string>>;

function isStep({ fields }: Line): boolean {
  return fields['type'] === 'step';
}

/** Another coordinator has brought the run to its end. */
function isOver({ fields }: Line): boolean {
  return fields['type'] === 'over';
}

/** A coordinator that leads a run of its own, two workers, and standbys that follow it. */
class Run {
  readonly leader: Coordinator;
  readonly standbys: Coordinator[] = [];
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

  /** Starts a standby, and waits until it has what the leader has. */
  async standby(who = 'standby'): Promise<Coordinator> {
    const standby = new Coordinator(['--standby', `--out=${this.out(who)}`, '--log-level=debug'], { env: this.env });
    this.standbys.push(standby);
    await standby.program.said(/in step with the leader from step \d+ on/).catch((cause: unknown) => {
      const others = [this.leader.program, ...this.workers].map(({ name, output }) => `${name} said:\n${output}`);
      throw new Error(`the standby is not in step\n${others.join('\n')}`, { cause });
    });
    return standby;
  }

  /** Waits until workers and all coordinators that live have ended well. */
  async over(...coordinators: Coordinator[]): Promise<void> {
    for (const { program } of coordinators)
      expect(await program.ended(), program.output).toEqual({ code: 0, signal: null });
    for (const worker of this.workers) expect(await worker.ended(), worker.output).toEqual({ code: 0, signal: null });
  }
}

/** Milliseconds until a coordinator makes its next step. */
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

  test('kill -9 of the leader: the standby goes on with all that it had reached, without any checkpoint', async () => {
    const run = new Run('killed', env);
    const standby = await run.standby();
    const seen = await run.leader.step(8);
    run.leader.program.signal('SIGKILL');
    const tookMs = await nextStepMs(standby);
    console.info(`kill -9 of the leader: ${tookMs} ms until the next step`);
    const [, from] = await standby.program.said(/takes over from step (\d+) \(leader epoch 2\)/);
    expect(Number(from)).toBeGreaterThanOrEqual(seen - 1);
    await run.over(standby);
    expect(tookMs).toBeLessThan(TAKE_OVER_MS);
    expect(summaryOf(run.out('standby'))).toMatchObject({
      steps: STEPS,
      weights_sha256: reference.weights_sha256,
      epoch_losses: reference.epoch_losses,
      test_loss: reference.test_loss,
    });
    expect(metricsOf(run.out('standby'))[0]?.step).toBe(Number(from) + 1);
  });

  test('a leader that hung and wakes up makes no step, stands by, and the end is that of an undisturbed run', async () => {
    const run = new Run('hung', env);
    const standby = await run.standby();
    await run.leader.step(8);
    const { program } = run.leader;
    program.signal('SIGSTOP');
    const tookMs = await nextStepMs(standby);
    const before = program.lines.length;
    program.signal('SIGCONT');
    console.info(`SIGSTOP of the leader: ${tookMs} ms until the next step`);
    await program.said(/a coordinator with the leader epoch 2 leads the run: this one is a standby from now on/, before);
    await run.over(standby, run.leader);
    // What had come before the stop may be written now; what it would do after it, may not.
    expect(program.lines.slice(before).filter(isStep)).toEqual([]);
    expect(program.lines.filter(isOver)).toHaveLength(1);
    expect(summaryOf(run.out('standby')).weights_sha256).toBe(reference.weights_sha256);
    expect(tookMs).toBeLessThan(TAKE_OVER_MS);
  });

  test('Ctrl-C on the leader hands over at once, and back again', async () => {
    const run = new Run('handed-over', env);
    const standby = await run.standby();
    await run.leader.step(5);
    run.leader.program.signal('SIGINT');
    const tookMs = await nextStepMs(standby);
    console.info(`Ctrl-C on the leader: ${tookMs} ms until the next step`);
    expect(await run.leader.program.ended()).toEqual({ code: 130, signal: null });
    expect(standby.program.has(/leader epoch 1 was released/)).toBe(true);
    expect(run.leader.program.has(/stopping at the last step with a checkpoint; a standby continues the run/)).toBe(true);
    const second = await run.standby('second');
    await standby.step(12);
    standby.program.signal('SIGINT');
    await run.over(second);
    expect(summaryOf(run.out('second')).weights_sha256).toBe(reference.weights_sha256);
    expect(tookMs).toBeLessThan(TAKE_OVER_MS);
  });

  test('a finished run lets its standby go, and Ctrl-C a standby of a run that goes on', async () => {
    const run = new Run('finished', env);
    const [standby, other] = [await run.standby(), await run.standby('other')];
    other.program.signal('SIGINT');
    expect(await other.program.ended()).toEqual({ code: 130, signal: null });
    await run.over(run.leader, standby);
    expect(summaryOf(run.out('leader')).weights_sha256).toBe(reference.weights_sha256);
    expect(standby.program.lines.filter(isOver)).toHaveLength(1);
  });

  test('of two coordinators of one run, the second is told to stand by', async () => {
    const run = new Run('twice', env);
    await run.leader.step(2);
    const second = new Coordinator(['--resume', `--data-dir=${inject('dataDir')}`, `--out=${run.out('leader')}`], {
      env,
    });
    expect(await second.program.ended()).toEqual({ code: 1, signal: null });
    expect(second.program.output).toMatch(/another coordinator leads the run .* start this one with --standby/);
    await run.over(run.leader);
  });

  test('a standby waits until there is a run, and refuses what contradicts it', async () => {
    const early = new Coordinator(['--standby', `--out=${workspace.path('early')}`], { env });
    await early.program.said(/waiting for a run to answer/);
    const run = new Run('late', env);
    await early.program.said(/in step with the leader from step \d+ on/);
    const wrong = new Coordinator(['--standby', '--batch-size=64', `--out=${workspace.path('wrong')}`], { env });
    expect(await wrong.program.ended()).toEqual({ code: 2, signal: null });
    expect(wrong.program.output).toContain('--standby: the run has batchSize = 32, not 64: omit the option');
    await run.over(run.leader, early);
  });
});

test('without a NATS server that others reach, there is nobody to stand by for', async () => {
  const alone = new Coordinator(['--standby']);
  expect(await alone.program.ended()).toEqual({ code: 2, signal: null });
  expect(alone.program.output).toContain('--standby requires --nats-url');
});

describe('on a cluster of three servers', () => {
  /** Long enough for every server to be lost and to come back. */
  const LONG = ['--epochs=20'];
  let cluster: NatsCluster;
  let env: Env;
  let weightsSha256: string;

  beforeAll(async () => {
    const out = workspace.path('long');
    const undisturbed = new Coordinator(workspace.args(out, ...LONG, '--workers=2'));
    expect(await undisturbed.program.ended(), undisturbed.program.output).toEqual({ code: 0, signal: null });
    weightsSha256 = summaryOf(out).weights_sha256;
    cluster = await NatsCluster.start(workspace.path('cluster'));
    env = { LOCKSTEP_NATS_URL: cluster.url };
  });

  afterAll(() => cluster.end());

  test(
    'each server is lost in turn, and at last the one that keeps the lease together with the leader',
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
        // Five steps, so that none of them was under way before. Either of the two may lead by now.
        lead = await Promise.race(
          coordinators.map(async (coordinator, i) => {
            for (let next = from[i]!, steps = 0; steps < 5; steps++) {
              const line = await coordinator.program.line('a step', isStep, next);
              next = coordinator.program.lines.indexOf(line) + 1;
            }
            return coordinator;
          }),
        );
        const tookMs = Math.round(performance.now() - sinceMs);
        console.info(
          `kill -9 of server ${server}${leads ? ', which kept the lease' : ''}: ${tookMs} ms until five more steps`,
        );
        expect(tookMs).toBeLessThan(TAKE_OVER_WITH_SERVER_MS);
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
      expect(tookMs).toBeLessThan(TAKE_OVER_WITH_SERVER_MS);
      expect(summaryOf(run.out(other === standby ? 'standby' : 'leader')).weights_sha256).toBe(weightsSha256);
    },
  );
});
