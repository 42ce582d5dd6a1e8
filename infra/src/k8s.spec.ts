/** Builds infra/k8s by its README, and checks each object by Kubernetes' schemas, and the references between objects. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools, K8sFolder, OVERLAYS, parseObjects, readmeLines, ROOT, type Overlay } from './testing/k8s-build.js';
import { connections, unguarded } from './testing/k8s-network.js';
import { environment, ofKind, theOne, workloads, type K8sObject, type Workload } from './testing/k8s-objects.js';
import { idleSelectors, missingReferences } from './testing/k8s-references.js';
import { Schemas } from './testing/k8s-schemas.js';

const tools = await findTools();
const IMAGES = { coordinator: 'coordinator', standby: 'coordinator', worker: 'worker', sampler: 'sampler' };
const WORKERS = theWorkload('worker');
const SHORT_GRACE_S = 10;

let folder: K8sFolder;
const built = new Map<Overlay, K8sObject[]>();
beforeAll(async () => {
  if (!tools) return;
  folder = await K8sFolder.make(Date.now());
  for (const overlay of OVERLAYS) built.set(overlay, folder.build(tools.kustomize, overlay));
});
afterAll(() => {
  if (tools) folder.remove();
});

function theWorkload(component: string): (overlay: Overlay) => Workload {
  return (overlay) =>
    workloads(built.get(overlay)!).find(({ labels }) => labels['app.kubernetes.io/component'] === component)!;
}

const helps = new Map<string, string>();

/** The output of a program's --help. */
function helpOf(image: string): string {
  const program = join(ROOT, `apps/${image}/dist/main.js`);
  const help = helps.get(image) ?? execFileSync('node', [program, '--help'], { encoding: 'utf8' });
  helps.set(image, help);
  return help;
}

describe.skipIf(!tools).each(OVERLAYS)('the overlay %s', (overlay) => {
  const objects = () => built.get(overlay)!;

  it('has no unknown fields', () => {
    const schemas = new Schemas(tools!.schemas);
    expect(objects().length).toBeGreaterThan(20);
    expect(objects().flatMap((object) => schemas.complaints(object))).toEqual([]);
    const results = parseObjects(readFileSync(folder.path('results.yaml'), 'utf8'));
    expect(results.flatMap((object) => schemas.complaints(object))).toEqual([]);
  });

  it('refers only to existing objects, keys and volumes', () => {
    expect(missingReferences(objects())).toEqual([]);
  });

  it('has no selector without pods', () => {
    expect(idleSelectors(objects())).toEqual([]);
  });

  it('allows connections from programs to servers and between servers only', () => {
    const programs = Object.keys(IMAGES);
    const wanted = ['nats → nats:6222', ...programs.map((program) => `${program} → nats:4222`)];
    expect(connections(objects()).toSorted()).toEqual(wanted.toSorted());
    expect([...unguarded(objects(), 'Ingress'), ...unguarded(objects(), 'Egress')]).toEqual([]);
  });

  it('gives pods no unnecessary rights', () => {
    for (const { name, pod } of workloads(objects())) {
      const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext ?? {};
      expect([name, runAsNonRoot, runAsUser, seccompProfile]).toEqual([name, true, 10001, { type: 'RuntimeDefault' }]);
      expect([name, pod.automountServiceAccountToken]).toEqual([name, false]);
      for (const container of pod.containers) {
        expect([name, container.securityContext]).toEqual([
          name,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        ]);
      }
      const modes = (pod.volumes ?? []).flatMap(({ secret }) => (secret ? [secret.defaultMode] : []));
      for (const mode of modes) expect([name, mode]).toEqual([name, 0o440]);
    }
  });

  it('has resources and probes for each container', () => {
    for (const { name, pod } of workloads(objects())) {
      for (const { resources, readinessProbe, livenessProbe } of pod.containers) {
        const [requests, limits] = [Object.keys(resources?.requests ?? {}), Object.keys(resources?.limits ?? {})];
        expect([name, requests, limits]).toEqual([
          name,
          expect.arrayContaining(['cpu', 'memory']),
          expect.arrayContaining(['memory']),
        ]);
        expect([name, readinessProbe, livenessProbe]).toEqual([name, expect.anything(), expect.anything()]);
      }
    }
  });

  it('uses the images of this release', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const dockerfile = readFileSync(join(ROOT, 'infra/docker/Dockerfile'), 'utf8');
    const images = Object.fromEntries(
      workloads(objects()).map(({ labels, pod }) => [
        labels['app.kubernetes.io/component'],
        pod.containers.map(({ image }) => image),
      ]),
    );
    const ours = Object.entries(IMAGES).map(([component, image]) => {
      const kind = component === 'worker' && overlay === 'gpu' ? '-cuda' : '';
      return [component, [`lockstep/${image}:${version}${kind}`]];
    });
    expect(images).toEqual({ ...Object.fromEntries(ours), nats: [/^ARG NATS_IMAGE=(.*)$/m.exec(dockerfile)?.[1]] });
  });

  it('sets existing options', () => {
    for (const { labels, pod } of workloads(objects())) {
      const image = IMAGES[labels['app.kubernetes.io/component'] as keyof typeof IMAGES];
      if (image === undefined) continue;
      const options = Object.keys(environment(objects(), pod.containers[0]!)).filter((name) =>
        name.startsWith('LOCKSTEP_'),
      );
      expect(options).toEqual(expect.arrayContaining(['LOCKSTEP_NATS_URL', 'LOCKSTEP_CREDS', 'LOCKSTEP_TLS_CA']));
      for (const option of options) expect(helpOf(image)).toContain(`[${option}]`);
    }
  });

  it('mounts the key of its role where the options of each program name it', () => {
    const roles = { coordinator: 'coordinator', standby: 'standby', worker: 'worker-default', sampler: 'sampler' };
    for (const [component, role] of Object.entries(roles)) {
      const { pod } = theWorkload(component)(overlay);
      const { LOCKSTEP_CREDS: creds, LOCKSTEP_TLS_CA: ca } = environment(objects(), pod.containers[0]!);
      const servers = overlay === 'small' ? 'one' : 'three';
      for (const path of [creds!, ca!]) {
        const mount = pod.containers[0]!.volumeMounts!.find(({ mountPath }) => path.startsWith(`${mountPath}/`))!;
        const { secret } = pod.volumes!.find(({ name }) => name === mount.name)!;
        const key = path.slice(mount.mountPath.length + 1);
        const mounted = theOne(objects(), 'Secret', secret!.secretName).data![key]!;
        const made = readFileSync(folder.path('servers', servers, 'credentials/credentials', role, key), 'utf8');
        expect([component, Buffer.from(mounted, 'base64').toString()]).toEqual([component, made]);
      }
    }
  });

  it('uses names of the certificates for servers, and mounts their files at the configured paths', () => {
    const count = theOne(objects(), 'StatefulSet', 'nats').spec!.replicas!;
    const names = Array.from({ length: count }, (_, i) => `nats-${i + 1}`);
    const { pod } = WORKERS(overlay);
    const url = environment(objects(), pod.containers[0]!)['LOCKSTEP_NATS_URL'];
    expect(url).toBe(names.map((name) => `tls://${name}.nats:4222`).join(','));
    for (const name of names) {
      const { data } = ofKind(objects(), 'Secret').find(({ metadata }) => metadata.name.startsWith(`${name}-`))!;
      const certificate = new X509Certificate(Buffer.from(data!['server.pem']!, 'base64'));
      expect(certificate.checkHost(`${name}.nats`)).toBe(`${name}.nats`);
      const paths = Buffer.from(data!['nats.conf']!, 'base64')
        .toString()
        .match(/(?<=")\/[^"]+/g)!;
      const mounted = ['ca.pem', 'server.key', 'server.pem'].map((file) => `/etc/nats/${file}`);
      expect([...new Set(paths)].toSorted()).toEqual(['/data/jetstream', ...mounted]);
    }
  });

  it('has preemptible workers', () => {
    const { pod, labels } = WORKERS(overlay);
    expect(theOne(objects(), 'PriorityClass', pod.priorityClassName!).value).toBeLessThan(0);
    expect(pod.terminationGracePeriodSeconds).toBeLessThanOrEqual(SHORT_GRACE_S);
    expect(pod.tolerations!.map(({ key }) => key)).toContain('cloud.google.com/gke-spot');
    const budgets = ofKind(objects(), 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets.toSorted()).toEqual(['coordinator', 'nats']);
    expect(JSON.stringify(ofKind(objects(), 'PodDisruptionBudget'))).not.toContain(
      labels['app.kubernetes.io/component'],
    );
    const { LOCKSTEP_WORKERS: count } = environment(objects(), pod.containers[0]!);
    expect([count, pod.containers[0]!.resources?.limits?.['nvidia.com/gpu']]).toEqual([
      '1',
      overlay === 'gpu' ? 1 : undefined,
    ]);
  });

  it('scales nothing but the number of workers', () => {
    const scalers = ofKind(objects(), 'HorizontalPodAutoscaler');
    expect(scalers.map(({ spec }) => spec!.scaleTargetRef)).toEqual(
      overlay === 'autoscaled' ? [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'workers' }] : [],
    );
    const { LOCKSTEP_SHARDS: shards } = environment(objects(), theWorkload('coordinator')(overlay).pod.containers[0]!);
    for (const { spec } of scalers) expect(spec!.maxReplicas).toBe(Number(shards));
    expect(theOne(objects(), 'Deployment', 'workers').spec!.replicas === undefined).toBe(scalers.length > 0);
  });
});

describe.skipIf(!tools)('the schemas', () => {
  it.each<[string, (object: K8sObject) => void]>([
    ['a misspelt field', ({ spec }) => Object.assign(spec!.template!.spec, { terminationGracePeriodSecond: 5 })],
    ['a string for a number', ({ spec }) => Object.assign(spec!, { replicas: 'four' })],
    [
      'a probe without a path',
      ({ spec }) => Object.assign(spec!.template!.spec.containers[0]!, { livenessProbe: { httpGet: {} } }),
    ],
  ])('refuse %s', (_what, spoil) => {
    const spoilt = structuredClone(theOne(built.get('cpu')!, 'Deployment', 'workers'));
    spoil(spoilt);
    expect(new Schemas(tools!.schemas).complaints(spoilt)).toHaveLength(1);
  });
});

it.skipIf(!tools)('the README pushes images to a registry, and makes the pods use them', () => {
  folder.runFromReadme('sed');
  const objects = (['cpu', 'gpu'] as const).flatMap((overlay) => folder.build(tools!.kustomize, overlay));
  const taken = workloads(objects).flatMap(({ pod }) => pod.containers.map(({ image }) => image));
  const made = readmeLines().flatMap((line) => /^docker build .* -t (\S+) \.$/.exec(line)?.[1] ?? []);
  const ofOthers = (image: string) => image.startsWith('nats:');
  expect([...new Set(taken)].filter((image) => !ofOthers(image)).toSorted()).toEqual(made.toSorted());
});
