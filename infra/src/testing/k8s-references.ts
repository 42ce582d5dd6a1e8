/** What objects name of each other, and whether it is there. */
import {
  ofKind,
  selects,
  workloads,
  type K8sObject,
  type Selector,
  type Source,
  type Volume,
  type Workload,
} from './k8s-objects.js';

/** @returns every name of a Secret, ConfigMap, volume and so on that nothing has, a sentence each */
export function missingReferences(objects: readonly K8sObject[]): string[] {
  const has = (kind: string, name: string) => ofKind(objects, kind).some(({ metadata }) => metadata.name === name);
  const named = [
    ...workloads(objects).flatMap((workload) => referencesOf(workload)),
    ...objects.flatMap(({ kind, metadata, spec }) => {
      const by = `${kind} ${metadata.name}`;
      const { serviceName, scaleTargetRef: target } = spec ?? {};
      return [
        ...(serviceName === undefined ? [] : [{ by, kind: 'Service', name: serviceName }]),
        ...(target === undefined ? [] : [{ by, kind: target.kind, name: target.name }]),
      ];
    }),
  ];
  const missing = named.filter(({ kind, name }) => !has(kind, name));
  return [
    ...missing.map(({ by, kind, name }) => `${by} names the ${kind} ${name}, which is not there`),
    ...workloads(objects).flatMap((workload) => [...missingKeys(objects, workload), ...missingVolumes(workload)]),
  ];
}

interface Reference {
  by: string;
  kind: string;
  name: string;
}

function referencesOf({ name: by, pod }: Workload): Reference[] {
  const environments = pod.containers.flatMap(({ envFrom = [] }) => envFrom);
  const sources = (pod.volumes ?? []).flatMap(sourcesOf);
  const pairs: [string, string | undefined][] = [
    ...environments.flatMap(({ configMapRef, secretRef }): [string, string | undefined][] => [
      ['ConfigMap', configMapRef?.name],
      ['Secret', secretRef?.name],
    ]),
    ...sources.flatMap(({ configMap, secret }): [string, string | undefined][] => [
      ['ConfigMap', configMap?.name],
      ['Secret', secret?.name],
    ]),
    ...(pod.volumes ?? []).map((volume): [string, string | undefined] => [
      'PersistentVolumeClaim',
      volume.persistentVolumeClaim?.claimName,
    ]),
    ['PriorityClass', pod.priorityClassName],
  ];
  return pairs.flatMap(([kind, name]) => (name === undefined ? [] : [{ by, kind, name }]));
}

function sourcesOf({ secret, configMap, projected }: Volume): Source[] {
  return [
    ...(secret ? [{ secret: { name: secret.secretName } }] : []),
    ...(configMap ? [{ configMap }] : []),
    ...(projected?.sources ?? []),
  ];
}

function missingKeys(objects: readonly K8sObject[], { name, pod }: Workload): string[] {
  const items = (pod.volumes ?? []).flatMap(sourcesOf).flatMap((source) => {
    const { name: from = '', items: own = [] } = source.secret ?? source.configMap ?? {};
    return own.map(({ key }) => ({ from, key }));
  });
  const keysOf = (from: string) => objects.find(({ data, metadata }) => data && metadata.name === from)?.data ?? {};
  return items
    .filter(({ from, key }) => !(key in keysOf(from)))
    .map(({ from, key }) => `${name} mounts ${key} of ${from}, which has none`);
}

function missingVolumes({ name, pod, claims }: Workload): string[] {
  const volumes = [...(pod.volumes ?? []).map((volume) => volume.name), ...claims];
  const mounts = pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map((mount) => mount.name));
  return [
    ...mounts.filter((mount) => !volumes.includes(mount)).map((mount) => `${name} mounts ${mount}, which is no volume`),
    ...volumes.filter((volume) => !mounts.includes(volume)).map((volume) => `${name}: nobody mounts ${volume}`),
  ];
}

/** @returns every selector that chooses no pod, a sentence each */
export function idleSelectors(objects: readonly K8sObject[]): string[] {
  const pods = workloads(objects).map(({ labels }) => labels);
  return objects.flatMap(({ kind, metadata, spec }) => {
    return selectorsOf(kind, spec)
      .filter((selector) => !pods.some((labels) => selects(selector, labels)))
      .map((selector) => `${kind} ${metadata.name} selects no pod: ${JSON.stringify(selector)}`);
  });
}

function selectorsOf(kind: string, spec: K8sObject['spec']): Selector[] {
  if (!spec) return [];
  if (kind === 'Service') return [{ matchLabels: (spec.selector ?? {}) as Record<string, string> }];
  // Pods of other namespaces are not ours to know.
  const peers = [...(spec.ingress ?? []), ...(spec.egress ?? [])]
    .flatMap(({ from = [], to = [] }) => [...from, ...to])
    .filter(({ namespaceSelector }) => !namespaceSelector);
  return [
    spec.selector as Selector | undefined,
    spec.podSelector,
    ...peers.map(({ podSelector }) => podSelector),
  ].filter((selector) => selector !== undefined);
}
