/** The real images on a network of their own, from which nothing leads out, and a NATS server with TLS and keys among them. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { inject } from 'vitest';
import { getContainerRuntimeClient } from 'testcontainers';
import { EXPERIMENT, ROOT, type ProgramName } from '../harness/programs.js';
import { Container, type ContainerOptions } from './container.js';

/** What is run with a credential, where it is not one of our programs as it is. */
export interface Launch {
  /** Whose image it is run in. */
  image: ProgramName;
  name: string;
  /** Folder of who it is to the server. */
  credential: string;
  args: readonly string[];
  entrypoint?: readonly string[];
  folders?: Readonly<Record<string, string>>;
  /** Docker's volumes, by the path inside. */
  volumes?: Readonly<Record<string, string>>;
}

export class ContainerCluster {
  private started = 0;

  private constructor(
    /** Keeps the names of this cluster's containers apart from others'. */
    private readonly suffix: string,
    private readonly network: string,
    /** What infra:credentials made. */
    private readonly credentials: string,
  ) {}

  /**
   * @param dir where the cluster's keys and certificates are made; nobody else may look into it
   * @param options of infra:credentials
   */
  static async create(dir: string, ...options: string[]): Promise<ContainerCluster> {
    // Containers end with the file that started them (removeAll), so nothing has to watch over them from a container of its own.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    // No port is published; testcontainers would look for the host on Docker's common bridge, which our own engine has not.
    process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost';
    const suffix = randomUUID().slice(0, 8);
    const client = await getContainerRuntimeClient();
    const network = await client.network.create({ Name: `lockstep-${suffix}`, Driver: 'bridge', Internal: true });
    const credentials = join(dir, 'credentials');
    const places = [`--hosts=${serverName(suffix)}`, '--server-dir=/etc/nats', '--store-dir=/data'];
    const args = [`--out=${credentials}`, ...places, ...options];
    execFileSync(process.execPath, [join(ROOT, 'infra/dist/credentials.js'), ...args]);
    // The containers' user is another than ours.
    execFileSync('chmod', ['-R', 'a+rX', credentials]);
    return new ContainerCluster(suffix, network.id, credentials);
  }

  /** The server, whose store outlives a restart. */
  async nats(env: Readonly<Record<string, string>> = {}): Promise<Container> {
    const folders = { '/etc/nats': join(this.credentials, 'servers/nats-1') };
    const args = ['-c', '/etc/nats/nats.conf'];
    return this.start({ image: imageOf('nats'), name: serverName(this.suffix), args, env, folders }, /Server is ready/);
  }

  /** @param credential folder of who it is to the server */
  async program(program: ProgramName, name: string, credential: string, ...args: string[]): Promise<Container> {
    const folders = program === 'coordinator' ? { '/dataset': inject('dataDir') } : {};
    return this.launch({ image: program, name, credential, args, folders });
  }

  async launch({ image, name, credential, args, folders, ...rest }: Launch): Promise<Container> {
    const env = {
      LOCKSTEP_NATS_URL: `tls://${serverName(this.suffix)}:4222`,
      LOCKSTEP_CREDS: '/run/lockstep/nkey',
      LOCKSTEP_TLS_CA: '/run/lockstep/ca.pem',
    };
    const keys = { '/run/lockstep': join(this.credentials, 'credentials', credential) };
    const unique = `lockstep-${this.suffix}-${name}-${this.started++}`;
    const options = { image: imageOf(image), name: unique, args: ['--json', ...args], env };
    return this.start({ ...options, ...rest, folders: { ...keys, ...folders } });
  }

  /** The coordinator of the common experiment. */
  async coordinator(...args: string[]): Promise<Container> {
    return this.program('coordinator', 'coordinator', 'coordinator', ...EXPERIMENT, '--data-dir=/dataset', ...args);
  }

  /** The coordinator of the common experiment, which keeps its runs on a volume. */
  async coordinatorOn(volume: string, ...more: string[]): Promise<Container> {
    const args = [...EXPERIMENT, '--data-dir=/dataset', ...more];
    const places = { folders: { '/dataset': inject('dataDir') }, volumes: { '/data': volume } };
    return this.launch({ image: 'coordinator', name: 'coordinator', credential: 'coordinator', args, ...places });
  }

  /** A coordinator that follows the run, and takes over. */
  async standby(): Promise<Container> {
    return this.program('coordinator', 'standby', 'standby', '--standby', '--log-level=debug');
  }

  async worker(id: string): Promise<Container> {
    return this.program('worker', `worker-${id}`, 'worker-default', `--id=${id}`);
  }

  async sampler(): Promise<Container> {
    return this.program('sampler', 'sampler', 'sampler');
  }

  /** An image in which nothing runs but what a test has it run. */
  async sleeper(launch: Omit<Launch, 'args' | 'entrypoint'>): Promise<Container> {
    return this.launch({ ...launch, args: [], entrypoint: ['sh', '-c', 'sleep infinity'] });
  }

  /**
   * A volume in memory that soon is full, and somebody who is at home on it: without a container it forgets what it holds.
   * @returns its name for Docker, and the container, which has it at /data
   */
  async smallDisk(sizeMib: number): Promise<{ volume: string; host: Container }> {
    const { dockerode } = (await getContainerRuntimeClient()).container;
    const volume = `lockstep-${this.suffix}-disk`;
    const DriverOpts = { type: 'tmpfs', device: 'tmpfs', o: `size=${sizeMib}m` };
    await dockerode.createVolume({ Name: volume, Driver: 'local', DriverOpts });
    const who = { image: 'coordinator' as const, name: 'disk', credential: 'coordinator' };
    return { volume, host: await this.sleeper({ ...who, volumes: { '/data': volume } }) };
  }

  /** Ends and removes everything, containers that could not be started as well. */
  async removeAll(): Promise<void> {
    const client = await getContainerRuntimeClient();
    const { dockerode } = client.container;
    const ours = { all: true, filters: { name: [`lockstep-${this.suffix}`] } };
    const containers = (await dockerode.listContainers(ours)).map(({ Id }) => dockerode.getContainer(Id));
    await Promise.all(containers.map((container) => container.remove({ force: true, v: true })));
    const { Volumes } = await dockerode.listVolumes({ filters: { name: [`lockstep-${this.suffix}`] } });
    await Promise.all(Volumes.map(({ Name }) => dockerode.getVolume(Name).remove()));
    await client.network.remove(client.network.getById(this.network));
  }

  private async start(options: Omit<ContainerOptions, 'network'>, ready?: RegExp): Promise<Container> {
    return Container.start({ ...options, network: this.network }, ready);
  }
}

function serverName(suffix: string): string {
  return `lockstep-${suffix}-nats`;
}

/** @throws Error when the tests were not started by tools/docker/with-docker.mjs */
function imageOf(name: string): string {
  const variable = `LOCKSTEP_IMAGE_${name.toUpperCase()}`;
  const image = process.env[variable];
  if (!image) throw new Error(`${variable} names no image. Run: npx nx run e2e:containers`);
  return image;
}
