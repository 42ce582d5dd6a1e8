/**
 * Options that Nx takes off its command line although they are meant for the program that it runs. Nx 23 knows an option
 * `--batch`, and its parser (yargs-parser with unknown-options-as-args) takes `--batch-size=64` for it, because it compares the name
 * up to the first character that is not alphanumeric. So `nx run coordinator:serve --batch-size=64` would silently train with the
 * default. Nx does not pass the option on, but on Linux the command lines of the parent processes can be read. On other systems the
 * option must follow `--`.
 */
import { readFileSync } from 'node:fs';

const MAX_ANCESTORS = 12;

/** Returns the arguments among `options` (names without dashes) that an `nx run` above this process did not pass on. */
export function argumentsKeptByNx(options: readonly string[]): string[] {
  return keptArguments(ancestorCommandLines(process.ppid), options);
}

/** @param commandLines those of the parent processes, nearest first */
export function keptArguments(commandLines: readonly (readonly string[])[], options: readonly string[]): string[] {
  const nx = commandLines.find((words) => words.some(isNx));
  if (!nx) return [];
  // Nx passes everything after "--" on.
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
