/** The connections that NetworkPolicies allow. */
import { ofKind, selects, workloads, type K8sObject, type PolicyRule, type Workload } from './k8s-objects.js';

/** Returns "from → to:port" for each allowed connection between our pods to a port of a container. */
export function connections(objects: readonly K8sObject[]): string[] {
  const all = workloads(objects);
  return all.flatMap((from) =>
    all.flatMap((to) => {
      const ports = to.pod.containers.flatMap((container) => container.ports ?? []);
      return ports
        .filter(({ containerPort }) => may(objects, from, to, containerPort, 'Egress'))
        .filter(({ containerPort }) => may(objects, to, from, containerPort, 'Ingress'))
        .map(({ containerPort }) => `${component(from)} → ${component(to)}:${containerPort}`);
    }),
  );
}

/** The pods without a policy in a direction. */
export function unguarded(objects: readonly K8sObject[], direction: 'Ingress' | 'Egress'): string[] {
  const guarded = (pod: Workload) => policiesOf(objects, pod, direction).length > 0;
  return workloads(objects)
    .filter((pod) => !guarded(pod))
    .map(({ name }) => name);
}

/** Whether the policies of `own` allow a connection with `other` in a direction. */
function may(
  objects: readonly K8sObject[],
  own: Workload,
  other: Workload,
  port: number,
  direction: 'Ingress' | 'Egress',
) {
  const policies = policiesOf(objects, own, direction);
  const rules = policies.flatMap(({ spec }) => (direction === 'Ingress' ? spec?.ingress : spec?.egress) ?? []);
  return policies.length === 0 || rules.some((rule) => admits(rule, other, port));
}

function policiesOf(objects: readonly K8sObject[], pod: Workload, direction: string): K8sObject[] {
  return ofKind(objects, 'NetworkPolicy').filter(
    ({ spec }) => selects(spec?.podSelector ?? {}, pod.labels) && spec?.policyTypes?.includes(direction),
  );
}

function admits({ from, to, ports }: PolicyRule, other: Workload, port: number): boolean {
  const peers = from ?? to;
  const peer = peers?.some(
    ({ podSelector, namespaceSelector }) => !namespaceSelector && selects(podSelector ?? {}, other.labels),
  );
  return (peer ?? true) && (ports?.some((own) => own.port === port) ?? true);
}

function component({ labels }: Workload): string {
  return labels['app.kubernetes.io/component'] ?? '?';
}
