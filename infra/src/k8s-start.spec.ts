/** The start of a coordinator's pod (k8s/base/start.sh), with the real program on a secured server and kills in between. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '@lockstep/native/testing';
import { SecuredCluster } from './testing/secured-cluster.js';

const ROOT = resolve(import.meta.dirname, '../..');
const START = [join(ROOT, 'infra/k8s/base/start.sh'), ROOT];

let cluster: SecuredCluster;
const folder = mkdtempSync(join(tmpdir(), 'lockstep-start-'));
const out = join(folder, 'runs', 'first');
const pods: Pod[] = [];
beforeAll(async () => {
  cluster = await SecuredCluster.start();
});
afterAll(async () => {
  await Promise.all(pods.map((pod) => pod.kill()));
  await cluster.end();
  rmSync(folder, { recursive: true });
});

/** A process with the environment of a pod. */
class Pod {
  private output = '';
  private readonly process: ChildProcess;

  constructor(command: string, args: string[], role: string, options: Record<string, string>) {
    const { creds = '', tlsCa = '' } = cluster.secretsOf(role);
    const server = { LOCKSTEP_NATS_URL: cluster.url, LOCKSTEP_CREDS: creds, LOCKSTEP_TLS_CA: tlsCa };
    const env = { PATH: process.env['PATH'], ...server, LOCKSTEP_LOG_LEVEL: 'debug', ...options };
    this.process = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    pods.push(this);
  }

  async logs(message: string): Promise<void> {
    const ended = () => this.process.exitCode !== null;
    await until(() => ended() || this.output.includes(message)).catch(() => undefined);
    expect(this.output).toContain(message);
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }
}

function start(): Pod {
  return new Pod('sh', START, 'coordinator', { LOCKSTEP_OUT: out, LOCKSTEP_BATCH_SIZE: '256', LOCKSTEP_SHARDS: '8' });
}

function runOf(dir: string): string {
  return (JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as { run: string }).run;
}

it(
  'it starts a run, resumes a run without a leader, and is a standby of a run with a leader',
  { timeout: 90_000 },
  async () => {
    const first = start();
    await first.logs('leads in epoch 1');
    const run = runOf(out);
    await first.kill();

    const second = start();
    await second.logs('has no valid checkpoint: starting from step 0');
    await second.logs('leads in epoch 2');
    expect(runOf(out)).toBe(run);

    const main = join(ROOT, 'apps/coordinator/dist/main.js');
    const standby = new Pod('node', [main], 'standby', { LOCKSTEP_STANDBY: 'true' });
    await standby.logs(`is a standby of the run ${run}`);
    await second.kill();
    await standby.logs('takes over from step 0 (leader epoch 3)');

    const third = start();
    await third.logs(`is a standby of the run ${run}`);
    await standby.kill();
    await third.logs('takes over from step 0 (leader epoch 4)');
    expect(runOf(out)).toBe(run);
  },
);
