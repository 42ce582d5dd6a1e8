import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withLock } from './lock.js';

const linux = it.skipIf(process.platform !== 'linux');

linux('two holders of one lock take turns, and the second reports that it waits', async () => {
  const events: string[] = [];
  const name = `test turns ${process.pid}`;
  const hold = (who: string): Promise<void> =>
    withLock(
      name,
      () => events.push(`${who} waits`),
      async () => {
        events.push(`${who} in`);
        await sleep(20);
        events.push(`${who} out`);
      },
    );
  await Promise.all([hold('a'), hold('b')]);
  expect(events).toEqual(['a in', 'b waits', 'a out', 'b in', 'b out']);
});

linux('a failure frees the lock', async () => {
  const name = `test failure ${process.pid}`;
  await expect(
    withLock(
      name,
      () => {},
      () => Promise.reject(new Error('broken')),
    ),
  ).rejects.toThrow('broken');
  expect(
    await withLock(
      name,
      () => {},
      async () => 'free',
    ),
  ).toBe('free');
});

linux('a killed holder frees the lock', async () => {
  const name = `test kill ${process.pid}`;
  const address = `\\0lockstep-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  const script = `require('net').createServer().listen('${address}', () => console.log('held'))`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  let waited = false;
  const taken = withLock(
    name,
    () => {
      waited = true;
      holder.kill('SIGKILL');
    },
    async () => 'mine',
  );
  expect(await taken).toBe('mine');
  expect(waited).toBe(true);
});
