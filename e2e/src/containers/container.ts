/** A container: the output and end of its program, and faults. */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { GenericContainer, getContainerRuntimeClient, Wait, type StartedTestContainer } from 'testcontainers';
import { PATIENCE_MS, Transcript } from '../harness/transcript.js';

type Handle = ReturnType<Awaited<ReturnType<typeof getContainerRuntimeClient>>['container']['getById']>;

export interface ContainerOptions {
  image: string;
  /** Host name on its network. */
  name: string;
  network: string;
  args: readonly string[];
  /** Replaces the image's own program. */
  entrypoint?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Folders of this machine that it may read, by the path in the container. */
  folders?: Readonly<Record<string, string>>;
}

const CPU_PERIOD_US = 100_000;

/** A container as the documentation recommends: only /tmp and the image's volume are writable, and no privilege is granted. */
class HardenedContainer extends GenericContainer {
  constructor({ image, name, network, args, entrypoint, env = {}, folders = {} }: ContainerOptions) {
    super(image);
    if (entrypoint) this.withEntrypoint([...entrypoint]);
    // With a network alias, testcontainers would also put the container on Docker's default network.
    this.withName(name).withNetworkMode(network);
    this.withCommand([...args]).withEnvironment({ ...env });
    this.withTmpFs({ '/tmp': 'rw' }).withDroppedCapabilities('ALL').withSecurityOpt('no-new-privileges');
    this.withBindMounts(Object.entries(folders).map(([target, source]) => ({ source, target, mode: 'ro' as const })));
    this.hostConfig.ReadonlyRootfs = true;
  }
}

export class Container extends Transcript {
  private exitCode: number | undefined;

  private constructor(
    name: string,
    private readonly started: StartedTestContainer,
    private readonly handle: Handle,
    private readonly network: string,
  ) {
    super(name);
  }

  /** Starts a container, and waits for a line of output that matches `ready`, if given. */
  static async start(options: ContainerOptions, ready?: RegExp): Promise<Container> {
    const client = await getContainerRuntimeClient();
    const early: string[] = [];
    let note = (text: string): void => void early.push(text);
    const description = new HardenedContainer(options).withLogConsumer((stream) => {
      createInterface({ input: stream }).on('line', (text) => note(text));
    });
    if (ready) description.withWaitStrategy(Wait.forLogMessage(ready));
    const started = await description.start();
    const handle = client.container.getById(started.getId());
    const container = new Container(options.name, started, handle, options.network);
    early.forEach((text) => container.note(text));
    note = (text) => container.note(text);
    void handle.wait().then(({ StatusCode }: { StatusCode: number }) => {
      container.exitCode = StatusCode;
      container.wake();
    });
    return container;
  }

  /** Waits for its end. Returns the exit code. */
  async ended(): Promise<number> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (this.exitCode === undefined) {
      if (performance.now() > deadlineMs) throw new Error(`${this.name} has not ended. It said:\n${this.output}`);
      await sleep(50);
    }
    return this.exitCode;
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.handle.kill({ signal });
  }

  async pause(): Promise<void> {
    await this.handle.pause();
  }

  async unpause(): Promise<void> {
    await this.handle.unpause();
  }

  /** Disconnects it from its network. */
  async disconnect(): Promise<void> {
    await (
      await getContainerRuntimeClient()
    ).network
      .getById(this.network)
      .disconnect({ Container: this.handle.id, Force: true });
  }

  async reconnect(): Promise<void> {
    await (await getContainerRuntimeClient()).network.getById(this.network).connect({ Container: this.handle.id });
  }

  /** Ends it, with SIGKILL if `graceS` is 0, and starts it again with its volume. */
  async restart(graceS: number): Promise<void> {
    await this.handle.restart({ t: graceS });
  }

  /** Limits it to this share of one core. */
  async limitCpu(share: number): Promise<void> {
    await this.handle.update({ CpuPeriod: CPU_PERIOD_US, CpuQuota: Math.round(share * CPU_PERIOD_US) });
  }

  /** Result of the health check: starting, healthy or unhealthy. */
  async health(): Promise<string> {
    return (await this.handle.inspect()).State.Health?.Status ?? 'none';
  }

  /** Runs a command in it. */
  async exec(...command: string[]): Promise<{ exitCode: number; output: string }> {
    const { exitCode, output } = await this.started.exec(command);
    return { exitCode, output };
  }

  protected override endedAs(): string | undefined {
    return this.exitCode === undefined ? undefined : `code ${this.exitCode}`;
  }
}
