/** A real NATS server with the arguments, probes and stop command of k8s/base/nats.yaml, in other folders. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { locateNatsServer } from '@lockstep/native';
import { connectNats } from '@lockstep/transport';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { K8sFolder, parseObjects, ROOT } from './testing/k8s-build.js';
import { theOne, type Container } from './testing/k8s-objects.js';
import { freePorts, until } from '@lockstep/native/testing';

/** Longer than a server needs that ends on SIGTERM. */
const SURVIVAL_MS = 500;

const pod = mkdtempSync(join(tmpdir(), 'lockstep-pod-'));
const objects = parseObjects(readFileSync(join(ROOT, 'infra/k8s/base/nats.yaml'), 'utf8'));
const container: Container = theOne(objects, 'StatefulSet', 'nats').spec!.template!.spec.containers[0]!;

let k8s: K8sFolder;
let port: number;
let monitor: number;
let server: ChildProcess;
let log = '';

beforeAll(async () => {
  k8s = await K8sFolder.make(Date.now());
  [port = 0, monitor = 0] = await freePorts(2);
  for (const dir of ['etc/nats', 'data']) mkdirSync(join(pod, dir), { recursive: true });
  for (const file of ['nats.conf', 'accounts.conf', 'ca.pem', 'server.pem', 'server.key']) {
    const text = readFileSync(made('servers/nats-1', file), 'utf8');
    writeFileSync(join(pod, 'etc/nats', file), inPod(text));
  }
  const args = container.args!.map((arg) => (arg === '8222' ? String(monitor) : inPod(arg)));
  server = spawn(locateNatsServer(), [...args, '--addr', '127.0.0.1', '--port', String(port)]);
  server.stderr!.setEncoding('utf8').on('data', (text: string) => (log += text));
  await until(() => log.includes('Server is ready') || server.exitCode !== null);
  expect(log).toContain('Server is ready');
});
afterAll(async () => {
  if (server.exitCode === null && server.signalCode === null) {
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  }
  k8s.remove();
  rmSync(pod, { recursive: true });
});

function made(...path: string[]): string {
  return k8s.path('servers/one/credentials', ...path);
}

/** Replaces paths of the pod by local ones. */
function inPod(text: string): string {
  return text.replaceAll(/(?<=^|"|=)\/(etc\/nats|data)(?=\/)/g, `${pod}/$1`);
}

function connect() {
  const file = (name: string) => made('credentials/coordinator', name);
  const secrets = { creds: file('nkey'), tlsCa: file('ca.pem') };
  return connectNats({ url: `tls://127.0.0.1:${port}`, name: 'test', secrets });
}

it('answers each of its probes', async () => {
  const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe];
  for (const probe of probes) {
    const { path, port: name } = probe!.httpGet!;
    expect(container.ports!.find((own) => own.name === name)!.containerPort).toBe(8222);
    expect((await fetch(`http://127.0.0.1:${monitor}${path}`)).status).toBe(200);
  }
});

it('stores its streams on its volume', async () => {
  const connection = await connect();
  await (await connection.jetstreamManager()).streams.add({ name: 'kept', subjects: ['kept'] });
  await connection.close();
  const kept = spawnSync('find', [join(pod, 'data'), '-path', '*streams/kept/*'], { encoding: 'utf8' });
  expect(kept.stdout).not.toBe('');
});

it('tells its clients to reconnect before it ends, and SIGTERM does not interrupt that', async () => {
  const connection = await connect();
  const statuses: string[] = [];
  void (async () => {
    for await (const { type } of connection.status()) statuses.push(type);
  })();
  const [, ...args] = container.lifecycle!.preStop!.exec!.command;
  expect(spawnSync(locateNatsServer(), args.map(inPod), { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  // The kubelet sends it after preStop has returned.
  server.kill('SIGTERM');
  await setTimeout(SURVIVAL_MS);
  expect([server.exitCode, server.signalCode]).toEqual([null, null]);
  expect(log).toContain('Entering lame duck mode');
  expect(statuses).toContain('ldm');
  await expect(connect()).rejects.toThrow('no NATS server answers');
  await connection.close();
});
