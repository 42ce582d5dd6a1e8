/**
 * A network between a member and the NATS server that can be cut: in one direction or in both, for a while. What is sent into a cut
 * waits, as it does in TCP, and arrives when the cut has healed, unless one side has given the connection up by then.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up`: nothing that the member sends arrives; `down`: nothing arrives at the member. */
export type Direction = 'up' | 'down';

interface Link {
  /** What comes from the member, and what comes from the server. */
  up: Socket;
  down: Socket;
}

export class Proxy {
  private readonly links = new Set<Link>();
  private cuts: ReadonlySet<Direction> = new Set();

  private constructor(private readonly server: Server) {}

  /** @param port of the NATS server on this machine */
  static async start(port: number): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server);
    server.on('connection', (up) => proxy.join(up, connect(port, '127.0.0.1')));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get url(): string {
    return `nats://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  cut(...directions: Direction[]): void {
    this.cuts = new Set(directions);
    for (const link of this.links) this.apply(link);
  }

  heal(): void {
    this.cut();
  }

  async stop(): Promise<void> {
    const closed = new Promise((done) => this.server.close(done));
    for (const { up, down } of this.links) [up, down].forEach((socket) => socket.destroy());
    await closed;
  }

  private join(up: Socket, down: Socket): void {
    const link = { up, down };
    this.links.add(link);
    for (const [from, to] of [
      [up, down],
      [down, up],
    ] as const) {
      from.on('data', (bytes) => to.write(bytes));
      // A connection that one side has given up is of no use to the other.
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        this.links.delete(link);
      });
    }
    this.apply(link);
  }

  private apply(link: Link): void {
    for (const direction of ['up', 'down'] as const) {
      if (this.cuts.has(direction)) link[direction].pause();
      else link[direction].resume();
    }
  }
}
