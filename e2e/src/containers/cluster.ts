/** The images on an internal network of their own, and a NATS server with TLS and keys. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { getContainerRuntimeClient } from 'testcontainers';
import { dataFolder, SIZE } from '../harness/experiment.js';
import { ROOT, type ProgramName } from '../harness/programs.js';
import type { Workspace } from '../harness/workspace.js';
import { Container, type ContainerOptions } from './container.js';

/** A container with a credential. */
export interface Launch {
  /** The program whose image it runs. */
  image: ProgramName;
  name: string;
  /** Name of the folder of its credential. */
  credential: string;
  args: readonly string[];
  entrypoint?: readonly string[];
  folders?: Readonly<Record<string, string>>;
}

export class ContainerCluster {
  private started = 0;

  private constructor(
    /** Makes the names of this cluster's containers unique. */
    private readonly suffix: string,
    private readonly network: string,
    /** Folder that infra:credentials made. */
    private readonly credentials: string,
    private readonly dataDir: string,
  ) {}

  /** Makes keys and certificates in the workspace, with these options of infra:credentials, and the network. */
  static async create(workspace: Workspace, ...options: string[]): Promise<ContainerCluster> {
    // removeAll ends the containers, so the container that testcontainers starts for that is not needed.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    // testcontainers looks for the host on Docker's default bridge, which the engine of the tests lacks. No port is published.
    process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost';
    const suffix = randomUUID().slice(0, 8);
    const client = await getContainerRuntimeClient();
    const network = await client.network.create({ Name: `lockstep-${suffix}`, Driver: 'bridge', Internal: true });
    const credentials = workspace.path('credentials');
    const places = [`--hosts=${serverName(suffix)}`, '--server-dir=/etc/nats', '--store-dir=/data'];
    const args = [`--out=${credentials}`, ...places, ...options];
    execFileSync(process.execPath, [join(ROOT, 'infra/dist/credentials.js'), ...args]);
    // The containers run as another user.
    execFileSync('chmod', ['-R', 'a+rX', credentials]);
    return new ContainerCluster(suffix, network.id, credentials, await dataFolder());
  }

  /** Starts the server. Its store survives a restart of the container. */
  async nats(env: Readonly<Record<string, string>> = {}): Promise<Container> {
    const folders = { '/etc/nats': join(this.credentials, 'servers/nats-1') };
    const args = ['-c', '/etc/nats/nats.conf'];
    return this.start({ image: imageOf('nats'), name: serverName(this.suffix), args, env, folders }, /Server is ready/);
  }

  async program(program: ProgramName, name: string, credential: string, ...args: string[]): Promise<Container> {
    const folders = program === 'coordinator' ? { '/dataset': this.dataDir } : {};
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

  /** A coordinator of the experiment. */
  async coordinator(...args: string[]): Promise<Container> {
    return this.program('coordinator', 'coordinator', 'coordinator', ...SIZE, '--data-dir=/dataset', ...args);
  }

  /** A standby of the run. */
  async standby(): Promise<Container> {
    return this.program('coordinator', 'standby', 'standby', '--standby', '--log-level=debug');
  }

  async worker(id: string): Promise<Container> {
    return this.program('worker', `worker-${id}`, 'worker-default', `--id=${id}`);
  }

  async sampler(): Promise<Container> {
    return this.program('sampler', 'sampler', 'sampler');
  }

  /** A container for commands of a test. */
  async sleeper(launch: Omit<Launch, 'args' | 'entrypoint'>): Promise<Container> {
    return this.launch({ ...launch, args: [], entrypoint: ['sh', '-c', 'sleep infinity'] });
  }

  /** Removes the network and all containers, including those that failed to start. */
  async removeAll(): Promise<void> {
    const client = await getContainerRuntimeClient();
    const { dockerode } = client.container;
    const ours = { all: true, filters: { name: [`lockstep-${this.suffix}`] } };
    const containers = (await dockerode.listContainers(ours)).map(({ Id }) => dockerode.getContainer(Id));
    await Promise.all(containers.map((container) => container.remove({ force: true, v: true })));
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
