/** References between objects, and whether their targets exist. */
import { selects, workloads, type K8sObject, type Selector, type Workload } from './k8s-objects.js';

/** The fields that refer to another object, and its kind. */
const KINDS: Readonly<Record<string, string>> = {
  secret: 'Secret',
  secretRef: 'Secret',
  configMap: 'ConfigMap',
  configMapRef: 'ConfigMap',
  persistentVolumeClaim: 'PersistentVolumeClaim',
  priorityClassName: 'PriorityClass',
  serviceName: 'Service',
  // It names the kind itself.
  scaleTargetRef: '',
};

interface Reference {
  kind: string;
  name: string;
  /** Keys of the data of a Secret or ConfigMap. */
  keys: string[];
}

/** Returns a message for each missing object, key or volume, and for each volume that no container mounts. */
export function missingReferences(objects: readonly K8sObject[]): string[] {
  const missing = objects.flatMap(({ kind: ownKind, metadata, spec }) =>
    referencesIn(spec).flatMap(({ kind, name, keys }) => {
      const by = `${ownKind} ${metadata.name}`;
      const target = objects.find((object) => object.kind === kind && object.metadata.name === name);
      if (!target) return [`${by} names the ${kind} ${name}, which does not exist`];
      return keys.filter((key) => !(key in (target.data ?? {}))).map((key) => `${by}: ${kind} ${name} has no ${key}`);
    }),
  );
  return [...missing, ...workloads(objects).flatMap(missingVolumes)];
}

function referencesIn(part: unknown): Reference[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([field, value]: [string, unknown]) => {
    const kind = KINDS[field];
    if (kind === undefined) return referencesIn(value);
    if (typeof value === 'string') return [{ kind, name: value, keys: [] }];
    const target = value as Record<'kind' | 'name' | 'secretName' | 'claimName', string | undefined>;
    const { items = [] } = value as { items?: { key: string }[] };
    const name = target.name ?? target.secretName ?? target.claimName ?? '';
    return [{ kind: target.kind ?? kind, name, keys: items.map(({ key }) => key) }];
  });
}

function missingVolumes({ name, pod, claims }: Workload): string[] {
  const volumes = [...(pod.volumes ?? []).map((volume) => volume.name), ...claims];
  const mounts = pod.containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map((mount) => mount.name));
  return [
    ...mounts.filter((mount) => !volumes.includes(mount)).map((mount) => `${name}: there is no volume ${mount}`),
    ...volumes.filter((volume) => !mounts.includes(volume)).map((volume) => `${name}: no container mounts ${volume}`),
  ];
}

/** Returns a message for each selector that selects no pod. */
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
  // The pods of other namespaces are unknown.
  const peers = [...(spec.ingress ?? []), ...(spec.egress ?? [])]
    .flatMap(({ from = [], to = [] }) => [...from, ...to])
    .filter(({ namespaceSelector }) => !namespaceSelector);
  const selectors = [spec.selector as Selector | undefined, spec.podSelector, ...peers.map((peer) => peer.podSelector)];
  return selectors.filter((selector) => selector !== undefined);
}
