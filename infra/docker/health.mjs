/**
 * Checks that this container's program (process 1) has a connection to its NATS server. A program that hangs loses it, because the
 * server disconnects clients that do not answer its pings.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const ESTABLISHED = '01';
const STATE_FIELD = 3;
const INODE_FIELD = 9;
const DEFAULT_PORT = 4222;

/** Ports of the servers in LOCKSTEP_NATS_URL, a list separated by commas. */
const urls = (process.env.LOCKSTEP_NATS_URL ?? '').split(',');
const ports = new Set(urls.map((url) => Number(/:(\d+)\/?\s*$/.exec(url)?.[1] ?? DEFAULT_PORT)));

const sockets = new Set(
  readdirSync('/proc/1/fd').map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/1/fd/${fd}`))?.[1];
    } catch {
      return undefined; // The descriptor was closed during the loop.
    }
  }),
);

const connected = ['tcp', 'tcp6']
  .flatMap((table) => readFileSync(`/proc/1/net/${table}`, 'utf8').trim().split('\n').slice(1))
  .map((line) => line.trim().split(/\s+/))
  .some((fields) => {
    const remotePort = parseInt(fields[2].split(':')[1], 16);
    return fields[STATE_FIELD] === ESTABLISHED && ports.has(remotePort) && sockets.has(fields[INODE_FIELD]);
  });

console.log(connected ? 'connected to NATS' : `no connection to NATS (port ${[...ports].join(', ')})`);
process.exitCode = connected ? 0 : 1;
