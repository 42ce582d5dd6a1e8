/** Logs on standard error: text for people by default, JSON lines for machines. */
import { Writable } from 'node:stream';
import { destination, pino, type Logger } from 'pino';
import pretty from 'pino-pretty';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  /** Name on each line: coordinator, sampler, or the id of a worker. */
  name: string;
  level: LogLevel;
  json: boolean;
  /** Writes a line. By default lines go to standard error; a program with a progress bar writes them above the bar. */
  write?: (line: string) => void;
}

export function createLog({ name, level, json, write }: LogOptions): Logger {
  const base = { name };
  const stream = write ? { write } : destination({ dest: 2, sync: true });
  if (json) return pino({ base, level }, stream);
  const line = pretty({
    colorize: process.stderr.isTTY && process.env['NO_COLOR'] === undefined,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    sync: true,
    ...(write ? { destination: writable(write) } : { destination: 2 }),
  });
  return pino({ base, level }, line);
}

function writable(write: (line: string) => void): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      write(chunk.toString());
      done();
    },
  });
}

export type { Logger };
