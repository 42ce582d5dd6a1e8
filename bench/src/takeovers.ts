/** Kill -9 of the leading coordinator, which a standby follows; with the NATS server that leads its key-value stream, or without. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NODE_FLAGS } from '@lockstep/cli';
import { RunSubjects } from '@lockstep/protocol';
import { programOf } from './environment.js';
import { randomMoment, type Chance } from './faults.js';
import { NatsServers } from './nats-servers.js';
import { Running } from './running.js';
import { Training, trainingOptions } from './training.js';

const WORKERS = ['a', 'b'];
/** More than the measurement takes: its end is not what is measured, and an epoch's end is drawn by nobody here. */
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
  /** NATS servers: with more than one, the one that leads the stream dies with the leader. */
  servers: number;
  dataDir: string;
  /** Folder that does not exist yet. */
  dir: string;
  signal: AbortSignal;
}

/** Kills one leader after the other; each standby that took over is the next to go. @throws ProgramFailedError */
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
  private readonly workers: Running[];
  private readonly coordinators: Running[] = [];
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
    const { match } = await this.leader.said(/^run ([\w-]+):/);
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
    // The latest, which stands by or leads, first: nobody is to take over any more.
    for (const coordinator of [...this.coordinators].reverse()) await coordinator.stop();
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }

  private async killLeader(bucket: string): Promise<Takeover> {
    const { plan, servers, leader } = this;
    const standby = this.coordinator(['--json', '--standby', `--out=${this.outOf(this.coordinators.length)}`]);
    await standby.said(/in step with the leader/);
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

  private start(app: 'coordinator' | 'worker', args: readonly string[]): Running {
    const { dir, signal } = this.plan;
    const env = { LOCKSTEP_NATS_URL: this.servers.url };
    return new Running(`the ${app}`, process.execPath, [...NODE_FLAGS, programOf(app), ...args], {
      cwd: dir,
      env,
      signal,
    });
  }

  private outOf(coordinator: number): string {
    return join(this.plan.dir, `coordinator-${coordinator}`);
  }
}
