/** Revocation on a real server disconnects the holders of a stolen key, and no one else. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UsageError } from '@lockstep/cli';
import { NatsRefusedError, ObjectBucket } from '@lockstep/transport';
import { RunSubjects } from '@lockstep/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCluster } from './cluster-file.js';
import { revoke } from './revocation.js';
import { SETTLE_MS, subjects } from './testing/rights.js';
import { until } from '@lockstep/native/testing';
import { SecuredCluster, type Connection } from './testing/secured-cluster.js';

const lost = (notices: readonly string[]) => notices.filter((notice) => notice.startsWith('lost'));

let cluster: SecuredCluster;
let coordinator: Connection;
const noticesOfOthers: string[] = [];
beforeAll(async () => {
  cluster = await SecuredCluster.start();
  coordinator = await cluster.connect('coordinator', noticesOfOthers);
});
afterAll(() => cluster.end());

/** Whether messages of a worker arrive. */
async function arrives(worker: Connection, pool: string): Promise<boolean> {
  const subject = subjects.from({ pool, member: 'w' });
  const received: string[] = [];
  const hearing = coordinator.subscribe(subject, { callback: (_error, msg) => received.push(msg.subject) });
  await coordinator.flush();
  worker.publish(subject);
  await setTimeout(SETTLE_MS);
  hearing.unsubscribe();
  return received.length === 1;
}

describe('a key', () => {
  it('that is revoked disconnects its holders at once and permanently, and no other client', async () => {
    const notices: string[] = [];
    const stolen = await cluster.connect('worker-a', notices);
    const honest = await cluster.connect('worker-b', noticesOfOthers);
    await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).put('x', new Uint8Array(1000));
    expect([await arrives(stolen, 'a'), await arrives(honest, 'b')]).toEqual([true, true]);

    await revoke({ out: cluster.out, credential: 'worker-a', renew: false });
    cluster.reload();
    await until(() => lost(notices).length > 0);
    // The client reconnects every half second.
    await setTimeout(1200);
    expect([await arrives(stolen, 'a'), await arrives(honest, 'b')]).toEqual([false, true]);
    await expect(cluster.connect('worker-a')).rejects.toThrow(NatsRefusedError);
    expect(lost(noticesOfOthers)).toEqual([]);
    expect(await (await ObjectBucket.open(honest, RunSubjects.dataBucket)).get('x')).toHaveLength(1000);
  });

  it('that is renewed admits the new key, also of a disconnected client that reads it from its file', async () => {
    const notices: string[] = [];
    const rotated = await cluster.connect('worker-b', notices);
    const before = readFileSync(cluster.secretsOf('worker-b').creds ?? '', 'utf8');
    await revoke({ out: cluster.out, credential: 'worker-b', renew: true });
    const { creds = '' } = cluster.secretsOf('worker-b');
    expect(readFileSync(creds, 'utf8')).not.toBe(before);
    cluster.reload();
    await until(() => notices.some((notice) => notice.endsWith('again')));
    expect(await arrives(rotated, 'b')).toBe(true);
    for (const path of [creds, join(cluster.out, 'servers/nats-1/accounts.conf'), join(cluster.out, 'cluster.json')]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  it('that was revoked is replaced with --renew', async () => {
    await revoke({ out: cluster.out, credential: 'worker-a', renew: true });
    cluster.reload();
    await setTimeout(1000);
    await expect(cluster.connect('worker-a')).resolves.toBeDefined();
  });
});

describe('a wrong request', () => {
  it.each([
    [
      'no credential',
      undefined,
      /--credential is missing: give one of coordinator, standby, worker-a, worker-b, sampler/,
    ],
    ['an unknown credential', 'worker-z', /there is no "worker-z": give one of/],
  ])('is refused and changes nothing: %s', async (_name, credential, message) => {
    const before = await readCluster(cluster.out);
    const revoking = revoke({ out: cluster.out, credential, renew: false });
    await expect(revoking).rejects.toThrow(UsageError);
    await expect(revoking).rejects.toThrow(message);
    expect(await readCluster(cluster.out)).toEqual(before);
  });

  it('is to revoke a key twice', async () => {
    await revoke({ out: cluster.out, credential: 'client', renew: false });
    const again = revoke({ out: cluster.out, credential: 'client', renew: false });
    await expect(again).rejects.toThrow(/"client" is already revoked: give --renew/);
  });

  it('is a folder that infra:credentials did not make', async () => {
    const elsewhere = revoke({ out: join(cluster.out, 'servers'), credential: 'client', renew: false });
    await expect(elsewhere).rejects.toThrow(/has no valid cluster\.json/);
  });
});
