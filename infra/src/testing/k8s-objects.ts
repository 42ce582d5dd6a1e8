/** The fields of Kubernetes objects that the tests read. */

export interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export interface Volume {
  name: string;
  secret?: { secretName: string; defaultMode?: number };
}

interface Probe {
  httpGet?: { path: string; port: string };
}

export interface Container {
  name: string;
  image: string;
  args?: string[];
  env?: { name: string; value?: string }[];
  envFrom?: { configMapRef?: { name: string } }[];
  ports?: { name: string; containerPort: number }[];
  lifecycle?: { preStop?: { exec?: { command: string[] } } };
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  startupProbe?: Probe;
  resources?: { requests?: Record<string, string | number>; limits?: Record<string, string | number> };
  securityContext?: Record<string, unknown>;
  volumeMounts?: { name: string; mountPath: string }[];
}

export interface PodSpec {
  containers: Container[];
  volumes?: Volume[];
  priorityClassName?: string;
  terminationGracePeriodSeconds?: number;
  automountServiceAccountToken?: boolean;
  securityContext?: Record<string, unknown>;
  tolerations?: { key?: string; effect?: string }[];
}

export interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
}

export interface PolicyRule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number; protocol?: string }[];
}

export interface K8sObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  value?: number;
  spec?: {
    replicas?: number;
    selector?: Selector | Record<string, string>;
    podSelector?: Selector;
    policyTypes?: string[];
    ingress?: PolicyRule[];
    egress?: PolicyRule[];
    template?: { metadata: { labels?: Record<string, string> }; spec: PodSpec };
    volumeClaimTemplates?: { metadata: { name: string } }[];
    scaleTargetRef?: { apiVersion: string; kind: string; name: string };
    maxReplicas?: number;
  };
}

/** An object that makes pods. */
export interface Workload {
  name: string;
  labels: Record<string, string>;
  pod: PodSpec;
  claims: readonly string[];
}

export function workloads(objects: readonly K8sObject[]): Workload[] {
  return objects.flatMap(({ kind, metadata, spec }) => {
    if (!spec?.template) return [];
    const claims = (spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata.name);
    const { metadata: own, spec: pod } = spec.template;
    return [{ name: `${kind} ${metadata.name}`, labels: own.labels ?? {}, pod, claims }];
  });
}

export function ofKind(objects: readonly K8sObject[], kind: string): K8sObject[] {
  return objects.filter((object) => object.kind === kind);
}

export function theOne(objects: readonly K8sObject[], kind: string, name: string): K8sObject {
  const found = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** Whether a selector matches these labels. An empty selector matches everything. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Record<string, string>,
): boolean {
  const labelled = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  const expressed = matchExpressions.every(({ key, operator, values = [] }) => {
    if (operator !== 'In') throw new Error(`unknown operator ${operator}`);
    return values.includes(labels[key] ?? '');
  });
  return labelled && expressed;
}

/** The environment of a container, from its own entries and from ConfigMaps. */
export function environment(objects: readonly K8sObject[], container: Container): Record<string, string> {
  const shared = (container.envFrom ?? []).flatMap(({ configMapRef }) =>
    Object.entries(theOne(objects, 'ConfigMap', configMapRef?.name ?? '').data ?? {}),
  );
  const own = (container.env ?? []).map(({ name, value = '' }) => [name, value] as const);
  return Object.fromEntries([...shared, ...own]);
}
