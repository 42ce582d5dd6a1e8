/** The real images on a network of their own, from which nothing leads out. */
import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { getContainerRuntimeClient } from 'testcontainers';
import { EXPERIMENT, type ProgramName } from '../harness/programs.js';
import { Container, type ContainerOptions } from './container.js';

export class ContainerCluster {
  private readonly containers: Container[] = [];
  private started = 0;
  private server: Container | undefined;

  private constructor(
    /** Keeps the names of this cluster's containers apart from others'. */
    private readonly suffix: string,
    private readonly network: string,
  ) {}

  static async create(): Promise<ContainerCluster> {
    // Containers end with the file that started them (removeAll), so nothing has to watch over them from a container of its own.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    // No port is published; testcontainers would look for the host on Docker's common bridge, which our own engine has not.
    process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost';
    const suffix = randomUUID().slice(0, 8);
    const client = await getContainerRuntimeClient();
    const network = await client.network.create({ Name: `lockstep-${suffix}`, Driver: 'bridge', Internal: true });
    return new ContainerCluster(suffix, network.id);
  }

  /** A server with JetStream, whose store outlives a restart. */
  async nats(): Promise<Container> {
    const args = ['-js', '-sd', '/data', '-a', '0.0.0.0'];
    this.server = await this.start({ image: imageOf('nats'), name: 'nats', args }, /Server is ready/);
    return this.server;
  }

  async program(program: ProgramName, name: string, ...args: string[]): Promise<Container> {
    const folders = program === 'coordinator' ? { '/dataset': inject('dataDir') } : {};
    const env = { LOCKSTEP_NATS_URL: `nats://${this.server?.name}:4222` };
    return this.start({ image: imageOf(program), name, args: ['--json', ...args], env, folders });
  }

  /** The coordinator of the common experiment. */
  async coordinator(...args: string[]): Promise<Container> {
    return this.program('coordinator', 'coordinator', ...EXPERIMENT, '--data-dir=/dataset', ...args);
  }

  async worker(id: string): Promise<Container> {
    return this.program('worker', `worker-${id}`, `--id=${id}`);
  }

  async sampler(): Promise<Container> {
    return this.program('sampler', 'sampler');
  }

  async removeAll(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.remove()));
    const client = await getContainerRuntimeClient();
    await client.network.remove(client.network.getById(this.network));
  }

  private async start(options: Omit<ContainerOptions, 'network'>, ready?: RegExp): Promise<Container> {
    const name = `lockstep-${this.suffix}-${options.name}-${this.started++}`;
    const container = await Container.start({ ...options, name, network: this.network }, ready);
    this.containers.push(container);
    return container;
  }
}

/** @throws Error when the tests were not started by tools/docker/with-docker.mjs */
function imageOf(name: string): string {
  const variable = `LOCKSTEP_IMAGE_${name.toUpperCase()}`;
  const image = process.env[variable];
  if (!image) throw new Error(`${variable} names no image. Run: npx nx run e2e:containers`);
  return image;
}
