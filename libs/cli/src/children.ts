/**
 * Child processes that end with us, however we end: each has a pipe from us as its standard input and ends when that closes,
 * which the kernel sees to even after a kill -9. Each leads a process group of its own, so that Ctrl-C on the terminal reaches
 * only their parent, which then stops them in order.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NODE_FLAGS, PARENT_PIPE } from './process.js';

export interface ChildOptions {
  /** Path of the script that Node runs. */
  script: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  /** A line that the child wrote to standard output or error. */
  onLine: (line: string) => void;
  onExit: (how: string) => void;
}

/** Two lines that TensorFlow writes at every start, whatever its log level, and that tell a user nothing. */
const TENSORFLOW_GREETING = /before absl::InitializeLog\(\)|oneDNN custom operations are on/;

/** What `onExit` is told when a child ended of its own accord and without an error. */
export const ENDED_WELL = 'ended';

export class Child {
  private ended = false;
  readonly exited: Promise<void>;

  private constructor(private readonly process: ChildProcess) {
    this.exited = new Promise((resolve) => process.once('close', () => resolve()));
  }

  static start({ script, args = [], env, onLine, onExit }: ChildOptions): Child {
    const child = spawn(process.execPath, [...NODE_FLAGS, ...process.execArgv, script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...env, [PARENT_PIPE]: '1' },
    });
    const result = new Child(child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (!TENSORFLOW_GREETING.test(line)) onLine(line);
      });
    }
    child.stdin.on('error', () => undefined);
    child.once('exit', (code, signal) => {
      result.ended = true;
      onExit(signal ? `was ended by ${signal}` : code === 0 ? ENDED_WELL : `ended with exit code ${code}`);
    });
    child.once('error', (error) => onExit(`could not be started: ${error.message}`));
    return result;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  get running(): boolean {
    return !this.ended && this.process.pid !== undefined;
  }

  /** @returns false when the child has ended: by now its id may be another process's */
  signal(signal: NodeJS.Signals): boolean {
    return this.running && this.process.kill(signal);
  }

  /** Asks the child to end by closing its pipe; ends it by force when it has not within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (this.ended) return;
    this.process.stdin?.end();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(timer);
  }
}
