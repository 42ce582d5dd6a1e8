/** Certificates and keys that a server admits. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NatsRefusedError, NatsTlsError, type NatsSecrets } from '@lockstep/transport';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNkey } from './credential.js';
import { SecuredCluster } from './testing/secured-cluster.js';

let plain: SecuredCluster;
let mutual: SecuredCluster;
beforeAll(async () => {
  plain = await SecuredCluster.start();
  mutual = await SecuredCluster.start({ mutualTls: true });
});
afterAll(() => Promise.all([plain.end(), mutual.end()]));

describe('a server with TLS', () => {
  it('admits a client that knows its CA and has a known key', async () => {
    const connection = await plain.connect('worker-a');
    expect(connection.info).toMatchObject({ tls_required: true, max_payload: 1_048_576 });
  });

  it.each<[string, () => NatsSecrets]>([
    ['no CA', () => ({ tlsCa: undefined })],
    ["another cluster's CA", () => ({ tlsCa: mutual.secretsOf('worker-a').tlsCa })],
  ])('is refused by a client that trusts %s', async (_name, changes) => {
    await expect(plain.connect('worker-a', [], changes())).rejects.toThrow(NatsTlsError);
    await expect(plain.connect('worker-a', [], changes())).rejects.toThrow(/certificate.*--tls-ca/);
  });

  it('refuses a client without a key', async () => {
    await expect(plain.connect('worker-a', [], { creds: undefined })).rejects.toThrow(NatsRefusedError);
  });

  it('refuses an unknown key', async () => {
    const creds = join(plain.out, 'stranger');
    writeFileSync(creds, makeNkey().seed);
    await expect(plain.connect('worker-a', [], { creds })).rejects.toThrow(NatsRefusedError);
  });

  it('refuses a key of another cluster', async () => {
    const { creds } = mutual.secretsOf('coordinator');
    await expect(plain.connect('coordinator', [], { creds })).rejects.toThrow(NatsRefusedError);
  });
});

describe('a server with mutual TLS', () => {
  it('admits a client with a certificate of its CA', async () => {
    await expect(mutual.connect('worker-a')).resolves.toBeDefined();
  });

  it.each<[string, () => NatsSecrets]>([
    ['no certificate', () => ({ tlsCert: undefined, tlsKey: undefined })],
    [
      'a certificate of another CA',
      () => ({
        tlsCert: join(plain.out, 'servers/nats-1/server.pem'),
        tlsKey: join(plain.out, 'servers/nats-1/server.key'),
      }),
    ],
  ])('refuses a client with %s and a correct key', async (_name, changes) => {
    await expect(mutual.connect('worker-a', [], changes())).rejects.toThrow(NatsTlsError);
  });

  it('refuses a certificate without a known key', async () => {
    await expect(mutual.connect('worker-a', [], { creds: undefined })).rejects.toThrow(NatsRefusedError);
  });
});
