/** The folder of infra:credentials. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '@lockstep/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CredentialsConfig } from './config.js';
import { makeCluster } from './make.js';
import { defaultConfig } from './testing/secured-cluster.js';

const NOW_MS = Date.UTC(2030, 0, 1);
const folder = mkdtempSync(join(tmpdir(), 'lockstep-infra-'));
const out = join(folder, 'made');
beforeAll(async () => {
  const hosts = ['nats.example', 'b.example:5000', '[2001:db8::1]'];
  await makeCluster(
    defaultConfig({ out, servers: 3, hosts, names: ['nats', '10.0.0.1'], mutualTls: true, days: 90 }),
    NOW_MS,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function certificate(...path: string[]): X509Certificate {
  return new X509Certificate(readFileSync(join(out, ...path)));
}

describe('its files', () => {
  it('are private to their owner, and so are its folders', () => {
    const entries = readdirSync(out, { withFileTypes: true, recursive: true });
    expect(entries.length).toBeGreaterThan(40);
    for (const entry of entries) {
      const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
      expect([entry.name, mode]).toEqual([entry.name, entry.isDirectory() ? 0o700 : 0o600]);
    }
    expect(statSync(out).mode & 0o777).toBe(0o700);
  });

  it('give each role its own key and certificate, and no other key', () => {
    const names = readdirSync(join(out, 'credentials'));
    expect(names.toSorted()).toEqual(['client', 'coordinator', 'operator', 'sampler', 'standby', 'worker-default']);
    const seeds = names.map((name) => readFileSync(join(out, 'credentials', name, 'nkey'), 'utf8'));
    expect(new Set(seeds).size).toBe(names.length);
    for (const name of names) {
      expect(readdirSync(join(out, 'credentials', name)).toSorted()).toEqual([
        'ca.pem',
        'client.key',
        'client.pem',
        'nkey',
      ]);
      expect(certificate('credentials', name, 'client.pem').subject).toBe(`CN=${name}`);
    }
    const everythingOfServers = readdirSync(join(out, 'servers'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    for (const seed of seeds) expect(everythingOfServers).not.toContain(seed.trim());
    expect(everythingOfServers).not.toContain(readFileSync(join(out, 'ca.key'), 'utf8'));
  });

  it.each([1, 2, 3])('certify server %i under its names for the given number of days', (i) => {
    const [ca, server] = [certificate('ca.pem'), certificate('servers', `nats-${i}`, 'server.pem')];
    expect(server.verify(ca.publicKey) && server.checkIssued(ca)).toBe(true);
    expect([ca.ca, server.ca]).toEqual([true, false]);
    const own = ['nats.example', 'b.example', undefined][i - 1];
    for (const name of ['nats', 'localhost', ...(own === undefined ? [] : [own])]) {
      expect(server.checkHost(name)).toBe(name);
    }
    for (const ip of ['127.0.0.1', '10.0.0.1', ...(i === 3 ? ['2001:db8::1'] : [])])
      expect(server.checkIP(ip)).toBe(ip);
    expect(server.checkHost('evil.example')).toBeUndefined();
    expect(Date.parse(server.validTo)).toBe(NOW_MS + 90 * 86_400_000);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  });

  it('give clients no certificate for servers', () => {
    expect(certificate('credentials', 'worker-default', 'client.pem').keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  });
});

describe('a folder', () => {
  it('that exists is not changed', async () => {
    const before = readFileSync(join(out, 'ca.key'), 'utf8');
    await expect(makeCluster(defaultConfig({ out }), NOW_MS)).rejects.toThrow(/exists and may contain keys/);
    expect(readFileSync(join(out, 'ca.key'), 'utf8')).toBe(before);
  });

  it('without a parent folder is not made', async () => {
    const missing = join(folder, 'missing', 'made');
    await expect(makeCluster(defaultConfig({ out: missing }), NOW_MS)).rejects.toThrow(/make it first/);
  });
});

describe('options that do not fit', () => {
  it.each<[string, Partial<CredentialsConfig>, RegExp]>([
    ['too few hosts', { servers: 3, hosts: ['a'] }, /--hosts names 1 server\(s\) and --servers=3/],
    ['one server twice', { servers: 3, hosts: ['a', 'b', 'a'] }, /names a server twice/],
    ['an invalid host', { hosts: ['nats://a'] }, /"nats:\/\/a" is not a host/],
    ['a port that is too high', { hosts: ['a:65000'] }, /"a:65000" is not a host/],
    ['a pool twice', { pools: ['a', 'a'] }, /names "a" twice/],
  ])('are refused before the folder is made: %s', async (_name, changes, reason) => {
    const refused = join(folder, 'refused');
    const making = makeCluster(defaultConfig({ out: refused, ...changes }), NOW_MS);
    await expect(making).rejects.toThrow(reason);
    await expect(making).rejects.toThrow(UsageError);
    expect(existsSync(refused)).toBe(false);
  });
});
