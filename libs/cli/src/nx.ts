/**
 * Options that Nx takes off its command line for itself, although they were meant for the program that it runs: `nx run
 * coordinator:serve --batch=64` would train with batches of 128 without a word. Nx tells its children nothing of them, but on Linux
 * the command lines of our ancestors can be read. Elsewhere they have to come after `--`, as --help says.
 */
import { readFileSync } from 'node:fs';

const MAX_ANCESTORS = 12;

/** The arguments among `options` (without dashes) that an `nx run` above this process has kept. */
export function argumentsKeptByNx(options: readonly string[]): string[] {
  return keptArguments(ancestorCommandLines(process.ppid), options);
}

/** @param commandLines those of the ancestors, nearest first */
export function keptArguments(commandLines: readonly (readonly string[])[], options: readonly string[]): string[] {
  const nx = commandLines.find((words) => words.some(isNx));
  if (!nx) return [];
  // What comes after "--" reaches the program by itself.
  const end = nx.indexOf('--');
  const words = end < 0 ? nx : nx.slice(0, end);
  return words.flatMap((word, i) => {
    const option = options.find((name) => word === `--${name}` || word.startsWith(`--${name}=`));
    if (option === undefined) return [];
    const value = words[i + 1];
    if (word !== `--${option}`) return [word];
    return value === undefined || value.startsWith('-') ? [] : [`${word}=${value}`];
  });
}

function isNx(word: string): boolean {
  return /(^|\/)nx(\.js)?$/.test(word);
}

function ancestorCommandLines(pid: number): string[][] {
  const lines: string[][] = [];
  for (let at = pid, i = 0; at > 1 && i < MAX_ANCESTORS; i++) {
    try {
      lines.push(readFileSync(`/proc/${at}/cmdline`, 'utf8').split('\0').slice(0, -1));
      at = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${at}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return lines;
    }
  }
  return lines;
}
