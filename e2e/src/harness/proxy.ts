/**
 * A TCP proxy between a member and the NATS server that can be interrupted in one direction or in both. Bytes that are sent during an
 * interruption wait, as in TCP, and arrive after it, unless one side has closed the connection.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up`: from the member to the server; `down`: from the server to the member. */
export type Direction = 'up' | 'down';

interface Link {
  /** The connections of the member and to the server. */
  up: Socket;
  down: Socket;
}

export class Proxy {
  private readonly links = new Set<Link>();
  private cuts: ReadonlySet<Direction> = new Set();

  private constructor(private readonly server: Server) {}

  /** Starts a proxy of the NATS server at this port of this machine. */
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
      // When one side closes the connection, the other side has to see that.
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
