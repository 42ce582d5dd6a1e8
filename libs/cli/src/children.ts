/**
 * Child processes that end with their parent. The standard input of a child is a pipe from the parent, and the child ends when the
 * pipe closes. The kernel closes the pipe even after kill -9. Each child leads its own process group, so that Ctrl-C on the
 * terminal reaches only the parent, which then stops its children in order.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { NODE_FLAGS, PARENT_PIPE } from './process.js';

export interface ChildOptions {
  /** Path of the script that Node runs. */
  script: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Called with each line that the child writes to standard output or standard error. */
  onLine: (line: string) => void;
  /** Called with a phrase such as "ended with exit code 3". */
  onExit: (how: string) => void;
}

/** Two lines without use to a user, which TensorFlow writes at every start at every log level. */
const TENSORFLOW_GREETING = /before absl::InitializeLog\(\)|oneDNN custom operations are on/;

/** The phrase that `onExit` receives when a child ended without a signal and with exit code 0. */
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

  /** Sends a signal. Returns false without sending it when the child has ended, because its id may belong to another process. */
  signal(signal: NodeJS.Signals): boolean {
    return this.running && this.process.kill(signal);
  }

  /** Requests the child to end by closing its pipe. Sends SIGKILL when the child has not ended within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (this.ended) return;
    this.process.stdin?.end();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(timer);
  }
}
