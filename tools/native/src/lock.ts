/**
 * A lock for one setup at a time. It is a socket in Linux' abstract namespace, which the kernel frees when the owner dies, so there
 * are no stale lock files. On other systems, and between containers that share a cache, two setups may do the same work.
 * Files stay complete, because a rename puts each in place.
 */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

/** Runs `work` while holding the lock of that name. Calls `onWait` once if another process holds it. */
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
  // A hash, because such names have at most about 100 bytes and a path may be longer.
  const address = `\0lockstep-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}
