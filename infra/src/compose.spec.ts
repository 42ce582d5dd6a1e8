/** compose.yaml matches the files of infra:credentials, the targets of the Dockerfile and the options of the programs. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from '@lockstep/cli';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMAND_LINE } from './config.js';
import { makeCluster } from './make.js';

interface Service {
  command?: string[];
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  build: { context: string; dockerfile: string; target: string };
  environment?: Record<string, string>;
  volumes: string[];
  profiles?: string[];
  deploy?: { resources: { reservations: { devices: { device_ids: string[]; capabilities: string[] }[] } } };
}

const INFRA = resolve(import.meta.dirname, '..');
const text = readFileSync(join(INFRA, 'compose.yaml'), 'utf8');
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const programs = Object.entries(services).filter(([name]) => name !== 'nats');
const folder = mkdtempSync(join(tmpdir(), 'lockstep-compose-'));
const credentials = join(folder, 'credentials');

beforeAll(async () => {
  const [, head = ''] = /infra:credentials (.*)/.exec(text) ?? [];
  const args = [...head.split(' ').filter((arg) => !arg.startsWith('--out')), `--out=${credentials}`];
  await makeCluster(readOptions(COMMAND_LINE, args, {}, folder)!.values, Date.now());
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Source and target of a service's mount of credentials. */
function mounted(service: Service): { source: string; target: string } {
  const mount = service.volumes.map((volume) =>
    /^\$\{LOCKSTEP_CREDENTIALS:-\.\/credentials\}\/(.+):(\/.+):ro$/.exec(volume),
  );
  const [, source = '', target = ''] = mount.find((match) => match !== null) ?? [];
  return { source: join(credentials, source), target };
}

describe('every service', () => {
  it.each(Object.entries(services))('%s can write to its volumes only, and gets no further rights', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(Object.entries(services))('%s is a target of the Dockerfile', (_, { build }) => {
    const dockerfile = readFileSync(resolve(INFRA, build.context, build.dockerfile), 'utf8');
    expect(dockerfile).toMatch(new RegExp(`^FROM .* AS ${build.target}$`, 'm'));
  });
});

describe('the command in its header', () => {
  it.each(programs)('makes the key of %s where the program looks for it', (_, service) => {
    const { source, target } = mounted(service);
    for (const variable of ['LOCKSTEP_CREDS', 'LOCKSTEP_TLS_CA']) {
      const path = service.environment?.[variable] ?? '';
      expect(path.startsWith(`${target}/`)).toBe(true);
      expect(existsSync(path.replace(target, source)), path).toBe(true);
    }
    expect(service.environment?.['LOCKSTEP_NATS_URL']).toBe('tls://nats:4222');
  });

  it('makes a server configuration that finds its files and its volume', () => {
    const nats = services['nats']!;
    const { source, target } = mounted(nats);
    const [option, path = ''] = nats.command ?? [];
    expect(option).toBe('-c');
    const config = readFileSync(path.replace(target, source), 'utf8');
    expect(config).toContain(`cert_file: "${target}/server.pem"`);
    const [, storeDir = ''] = /store_dir: "(.+?)"/.exec(config) ?? [];
    expect(nats.volumes).toContain(`jetstream:${storeDir}`);
  });
});

it('the GPU worker has a profile, and reserves one GPU', () => {
  const { profiles, deploy } = services['worker-gpu']!;
  expect(profiles).toEqual(['gpu']);
  const [device, ...more] = deploy!.resources.reservations.devices;
  expect(more).toEqual([]);
  expect(device).toMatchObject({ device_ids: ['${LOCKSTEP_GPU:-0}'], capabilities: ['gpu'] });
});
