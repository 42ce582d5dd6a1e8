/**
 * One set-up at a time. The lock is a socket in Linux' abstract namespace: the kernel frees it when its owner dies, so there
 * are no stale lock files and no guessing whether a process id still means what it meant. Elsewhere, and between containers
 * that share a cache, two set-ups may do the same work twice; files stay whole all the same, because each appears by a rename.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

/** Runs `work` while holding the lock of that name; calls `onWait` once if another process holds it. */
export async function withLock<T>(name: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work();
  let holder = await tryLock(name);
  if (!holder) onWait();
  while (!holder) {
    await sleep(POLL_MS);
    holder = await tryLock(name);
  }
  try {
    return await work();
  } finally {
    holder.close();
  }
}

function tryLock(name: string): Promise<Server | undefined> {
  // A hash, since such names hold about 100 bytes and a folder's path may be longer.
  const address = `\0lockstep-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}
