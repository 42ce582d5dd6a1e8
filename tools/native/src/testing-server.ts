/** A real nats-server on loopback for tests, with a free port and a temporary folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { locateNatsServer } from './nats-server.js';

const START_TIMEOUT_MS = 10_000;
const POLL_MS = 10;

export class TestServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'lockstep-nats-'));
  private process: ChildProcess | undefined;
  /** A free port, which stays the same after a restart. */
  port = -1;

  private constructor(private readonly args: readonly string[]) {}

  /** Starts a server with these arguments in addition to its address. With `-js` its data is in the folder. */
  static async start(...args: string[]): Promise<TestServer> {
    const server = new TestServer(args);
    await server.launch();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  async launch(): Promise<void> {
    const portsDir = mkdtempSync(join(this.folder, 'ports-'));
    const address = ['-a', '127.0.0.1', '-p', String(this.port), '--ports_file_dir', portsDir];
    const store = this.args.includes('-js') ? ['-sd', join(this.folder, 'js')] : [];
    const args = [...address, ...store, ...this.args];
    this.process = spawn(locateNatsServer(), args, { stdio: 'ignore' });
    for (let waitedMs = 0; waitedMs < START_TIMEOUT_MS; waitedMs += POLL_MS) {
      const [file] = readdirSync(portsDir).filter((name) => name.endsWith('.ports'));
      const port = file && /nats:\/\/127\.0\.0\.1:(\d+)/.exec(readFileSync(join(portsDir, file), 'utf8'))?.[1];
      if (port) {
        this.port = Number(port);
        return;
      }
      await setTimeout(POLL_MS);
    }
    throw new Error(`nats-server ${this.args.join(' ')} did not come up`);
  }

  /** SIGKILL ends the server, SIGSTOP makes it hang, SIGHUP makes it reload its configuration. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGHUP'): void {
    this.process?.kill(signal);
  }

  async kill(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, 'exit');
    this.signal('SIGKILL');
    await exited;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
