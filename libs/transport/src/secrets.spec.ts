import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from 'nkeys.js';
import { afterAll, describe, expect, it } from 'vitest';
import { connectNats } from './connection.js';
import { NatsTlsError, SecretFileError } from './errors.js';
import { secretOptions } from './secrets.js';
import { TestServer, until } from '@lockstep/native/testing';

const folder = mkdtempSync(join(tmpdir(), 'lockstep-transport-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function newKey(): { seed: string; publicKey: string } {
  const pair = createUser();
  return { seed: new TextDecoder().decode(pair.getSeed()), publicKey: pair.getPublicKey() };
}

function configFor(publicKey: string): string {
  return file('nats.conf', `accounts { A { users: [{ nkey: ${publicKey} }] } }`);
}

describe('a file', () => {
  it.each([
    ['a missing key', { creds: join(folder, 'none') }, /^--creds: .*none cannot be read \(ENOENT.*give a file/],
    ['an invalid key', { creds: file('junk', 'hello') }, /junk holds neither an NKEY's seed .*infra:credentials/],
    ['a missing CA', { tlsCa: join(folder, 'none') }, /^--tls-ca: .*none cannot be read/],
    ['an invalid CA', { tlsCa: file('junk', 'hello') }, /^--tls-ca: .*junk holds no certificate/],
    ['a certificate without its key', { tlsCert: file('junk', 'hello') }, /give both --tls-cert and --tls-key/],
  ])('with %s is refused with the reason', (_name, secrets, message) => {
    expect(() => secretOptions(secrets)).toThrow(SecretFileError);
    expect(() => secretOptions(secrets)).toThrow(message);
  });

  it('with a JWT and its seed, as nsc writes them, authenticates the client', () => {
    const { seed, publicKey } = newKey();
    const text = `-----BEGIN NATS USER JWT-----\na.b.c\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
    const { authenticator } = secretOptions({ creds: file('user.creds', text) });
    const show = authenticator as (nonce: string) => unknown;
    expect(show('nonce')).toMatchObject({ jwt: 'a.b.c', nkey: publicKey });
  });
});

describe('a key', () => {
  it('that is renewed in its file is used when the server no longer accepts the old one', async () => {
    const [before, after] = [newKey(), newKey()];
    const creds = file('nkey', before.seed);
    const server = await TestServer.start('-c', configFor(before.publicKey));
    try {
      const notices: string[] = [];
      const onNotice = (_level: string, message: string) => notices.push(message);
      const connection = await connectNats({ url: server.url, name: 'spec', secrets: { creds }, onNotice });
      configFor(after.publicKey);
      server.signal('SIGHUP');
      await until(() => notices.some((notice) => notice.includes('lost')));
      file('nkey', after.seed);
      await until(() => notices.some((notice) => notice.includes('again')), 15_000);
      await connection.flush();
      await connection.close();
    } finally {
      await server.end();
    }
  });
});

describe('a server without TLS', () => {
  it('is refused by a client with a CA', async () => {
    const server = await TestServer.start();
    const tlsCa = file('ca.pem', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n');
    try {
      const connecting = connectNats({ url: server.url, name: 'spec', secrets: { tlsCa } });
      await expect(connecting).rejects.toThrow(NatsTlsError);
    } finally {
      await server.end();
    }
  });
});
