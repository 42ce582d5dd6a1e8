/**
 * Processor time and memory of a process and its descendants, from Linux's /proc (see proc(5)). On other systems it finds nothing,
 * and the results lack these numbers.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ProcessUse {
  pid: number;
  /** The command line, its arguments separated by spaces. */
  command: string;
  /** User and system time since the start of the process. */
  cpuMs: number;
  /** Resident memory. */
  rssMib: number;
}

/** The kernel's unit of processor time in /proc: 1/100 s on every Linux that Node runs on. */
const MS_PER_TICK = 10;
const KIB_PER_MIB = 1024;

/** The process `root`, its children, their children, and so on. */
export function processTree(root: number): ProcessUse[] {
  const children = new Map<number, number[]>();
  for (const [pid, parent] of parents()) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const pids = [root];
  for (const pid of pids) pids.push(...(children.get(pid) ?? []));
  return pids.map(useOf).filter((use) => use !== undefined);
}

/** The use of one process, or undefined when it has ended or there is no /proc. */
export function useOf(pid: number): ProcessUse | undefined {
  const stat = statFields(pid);
  const rssKib = /^VmRSS:\s+(\d+) kB/m.exec(read(pid, 'status'))?.[1];
  if (!stat || rssKib === undefined) return undefined;
  const command = read(pid, 'cmdline').replaceAll('\0', ' ').trim();
  const cpuMs = (Number(stat[11]) + Number(stat[12])) * MS_PER_TICK;
  return { pid, command, cpuMs, rssMib: Number(rssKib) / KIB_PER_MIB };
}

function parents(): [pid: number, parent: number][] {
  const names = existsSync('/proc') ? readdirSync('/proc') : [];
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.map((pid) => [pid, Number(statFields(pid)?.[1])]);
}

/** The fields after the command's name, which may contain spaces and parentheses. */
function statFields(pid: number): string[] | undefined {
  const text = read(pid, 'stat');
  return text === '' ? undefined : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process has ended, or this is not Linux.
    return '';
  }
}
