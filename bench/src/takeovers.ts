/** Kill -9 of the leading coordinator, which a standby replaces, with or without the NATS server that leads the key-value stream. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_FLAGS } from '@lockstep/cli';
import { RunSubjects } from '@lockstep/protocol';
import { programOf } from './environment.js';
import { randomMoment, type Chance } from './faults.js';
import { NatsServers } from './nats-servers.js';
import { Program } from './program.js';
import { Training, trainingOptions } from './training.js';

const WORKERS = ['a', 'b'];
/** More than the measurement takes, so that the run does not end during it. */
const EPOCHS = 100;

export interface Takeover {
  /** From the kill to the first step that the standby commits. */
  nextMs: number;
  normalMs: number;
}

export interface TakeoverConfig {
  count: number;
  undisturbed: number;
  chance: Chance;
  /** Number of NATS servers. With more than one, the server that leads the stream dies with the leader. */
  servers: number;
  dataDir: string;
  /** A folder that does not exist yet. */
  dir: string;
  signal: AbortSignal;
}

/**
 * Kills one leader after another. The standby that took over is the next leader to be killed.
 * @throws ProgramFailedError
 */
export async function measureTakeovers(
  plan: TakeoverConfig,
  onTakenOver: (takeover: Takeover, number: number) => void,
): Promise<Takeover[]> {
  if (plan.count === 0) return [];
  await mkdir(plan.dir, { recursive: true });
  const servers = await NatsServers.start(plan.servers, plan.dir, plan.signal);
  const cluster = new ExternalCluster(plan, servers);
  try {
    return await cluster.takeOver(onTakenOver);
  } finally {
    await cluster.stop();
    await servers.stop();
  }
}

class ExternalCluster {
  private readonly workers: Program[];
  private readonly coordinators: Program[] = [];
  private leader: Training;

  constructor(
    private readonly plan: TakeoverConfig,
    private readonly servers: NatsServers,
  ) {
    const options = trainingOptions(plan.dataDir, this.outOf(0)).filter((option) => !option.startsWith('--epochs'));
    this.leader = this.coordinator([...options, `--epochs=${EPOCHS}`]);
    this.workers = WORKERS.map((id) => this.start('worker', [`--id=${id}`, '--json']));
  }

  async takeOver(onTakenOver: (takeover: Takeover, number: number) => void): Promise<Takeover[]> {
    const { count } = this.plan;
    const { match } = await this.leader.logged(/^run ([\w-]+):/);
    const bucket = new RunSubjects(match[1] ?? '').stateBucket;
    const takeovers: Takeover[] = [];
    while (takeovers.length < count) {
      const takeover = await this.killLeader(bucket);
      takeovers.push(takeover);
      onTakenOver(takeover, takeovers.length);
    }
    return takeovers;
  }

  async stop(): Promise<void> {
    // The latest first, so that no standby takes over from a stopped leader.
    for (const coordinator of [...this.coordinators].reverse()) await coordinator.stop();
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private async killLeader(bucket: string): Promise<Takeover> {
    const { plan, servers, leader } = this;
    const standby = this.coordinator(['--json', '--standby', `--out=${this.outOf(this.coordinators.length)}`]);
    await standby.logged(/in step with the leader/);
    const normalMs = (await leader.undisturbed(plan.undisturbed, WORKERS.length)) ?? NaN;
    const server = plan.servers > 1 ? await servers.leaderOf(bucket) : undefined;
    await randomMoment(plan.chance, normalMs);
    leader.program.signal('SIGKILL');
    if (server !== undefined) servers.kill(server);
    const atMs = performance.now();
    const [first] = await standby.commitsAfter(atMs, 1);
    this.leader = standby;
    if (server !== undefined) await servers.restart(server, bucket);
    standby.disturbed();
    return { nextMs: first!.atMs - atMs, normalMs };
  }

  private coordinator(args: readonly string[]): Training {
    const program = this.start('coordinator', args);
    const training = new Training(program, this.outOf(this.coordinators.length));
    this.coordinators.push(program);
    return training;
  }

  private start(app: 'coordinator' | 'worker', args: readonly string[]): Program {
    const { dir, signal } = this.plan;
    const env = { LOCKSTEP_NATS_URL: this.servers.url };
    return new Program(`the ${app}`, process.execPath, [...NODE_FLAGS, programOf(app), ...args], {
      cwd: dir,
      env,
      signal,
    });
  }

  private outOf(coordinator: number): string {
    return join(this.plan.dir, `coordinator-${coordinator}`);
  }
}
