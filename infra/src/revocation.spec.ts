/** A key that was stolen, on a real server: who has it is cut off, and nobody else. */
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

/** Whether what a worker publishes arrives. */
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
  it('that is revoked cuts off those who have it, at once and for good, and nobody else', async () => {
    const notices: string[] = [];
    const stolen = await cluster.connect('worker-a', notices);
    const honest = await cluster.connect('worker-b', noticesOfOthers);
    await (await ObjectBucket.open(coordinator, RunSubjects.dataBucket)).put('x', new Uint8Array(1000));
    expect([await arrives(stolen, 'a'), await arrives(honest, 'b')]).toEqual([true, true]);

    await revoke({ out: cluster.out, credential: 'worker-a', renew: false });
    cluster.reload();
    await until(() => lost(notices).length > 0);
    // The client tries every half second to come back.
    await setTimeout(1200);
    expect([await arrives(stolen, 'a'), await arrives(honest, 'b')]).toEqual([false, true]);
    await expect(cluster.connect('worker-a')).rejects.toThrow(NatsRefusedError);
    expect(lost(noticesOfOthers)).toEqual([]);
    expect(await (await ObjectBucket.open(honest, RunSubjects.dataBucket)).get('x')).toHaveLength(1000);
  });

  it('that is renewed lets those in who have the new one, among them who was cut off and finds it in its file', async () => {
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

  it('that was revoked gets a new one with --renew', async () => {
    await revoke({ out: cluster.out, credential: 'worker-a', renew: true });
    cluster.reload();
    await setTimeout(1000);
    await expect(cluster.connect('worker-a')).resolves.toBeDefined();
  });
});

describe('what cannot be revoked', () => {
  it.each([
    ['no credential', undefined, /none is named: give one of coordinator, standby, worker-a, worker-b, sampler/],
    ['one that there is not', 'worker-z', /there is no "worker-z": give one of/],
  ])('is said and changes nothing: %s', async (_name, credential, message) => {
    const before = await readCluster(cluster.out);
    const revoking = revoke({ out: cluster.out, credential, renew: false });
    await expect(revoking).rejects.toThrow(UsageError);
    await expect(revoking).rejects.toThrow(message);
    expect(await readCluster(cluster.out)).toEqual(before);
  });

  it('is what has been revoked already', async () => {
    await revoke({ out: cluster.out, credential: 'client', renew: false });
    const again = revoke({ out: cluster.out, credential: 'client', renew: false });
    await expect(again).rejects.toThrow(/"client" is revoked already: give --renew/);
  });

  it('is in a folder that infra:credentials has not made', async () => {
    const elsewhere = revoke({ out: join(cluster.out, 'servers'), credential: 'client', renew: false });
    await expect(elsewhere).rejects.toThrow(/holds no cluster\.json that infra:credentials has made/);
  });
});
