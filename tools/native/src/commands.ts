/** Finds and runs the programs that the setup needs: Python, a compiler, Go, tar. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CommandError } from './errors.js';

/** The executable files called `name` in the folders of PATH, in order. */
export function allOnPath(name: string, path: string = process.env['PATH'] ?? ''): string[] {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export interface RunOptions {
  cwd?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * Runs a program without a shell, and returns its standard output.
 * @throws CommandError when it fails
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const shown = [command, ...args.map((arg) => (arg.includes('\n') ? '…' : arg))].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', (cause) => reject(new CommandError(shown, 'did not start', cause.message, { cause })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new CommandError(shown, signal ? `ended by ${signal}` : `ended with code ${code}`, output));
    });
  });
}
