/** Which addresses stand behind a Service. Source: pkg/controller/endpoint(slice) and k8s.io/endpointslice. */
import type { Endpoint, EndpointPort, Node, Pod, Service, ServicePort } from '@luban/kube/kinds';
import { PODS } from '../../support/kinds.ts';
import { compareText, isDeleting, labelOf, referenceTo } from '../../support/objects.ts';
import { isReady, isTerminal } from '../../support/pods.ts';

export interface EndpointGroup {
  /** Pods may give one name to different numbers, so they fall into groups. */
  ports: EndpointPort[];
  endpoints: Endpoint[];
}

/** Endpoints of the pods that the Service selects, by name of the pod. */
export function groupEndpoints(
  service: Service,
  pods: readonly Pod[],
  nodeOf: (name: string) => Node | undefined,
): EndpointGroup[] {
  const groups = new Map<string, EndpointGroup>();
  const sorted = [...pods].sort((a, b) => compareText(a.metadata.name ?? '', b.metadata.name ?? ''));
  const differs = (service.spec.ports ?? []).some(({ targetPort }) => typeof targetPort === 'string');
  let group: EndpointGroup | undefined;
  for (const pod of sorted) {
    if (!pod.status?.podIP || isTerminal(pod)) continue;
    if (group === undefined || differs) {
      const ports = portsFor(service, pod);
      const key = JSON.stringify(ports);
      group = groups.get(key) ?? { ports, endpoints: [] };
      groups.set(key, group);
    }
    group.endpoints.push(endpointOf(service, pod, pod.status.podIP, nodeOf(pod.spec.nodeName ?? '')));
  }
  return [...groups.values()];
}

/** Ports of the Service as the pod has them. Named ones that the pod does not have are left out. */
function portsFor({ spec }: Service, pod: Pod): EndpointPort[] {
  return (spec.ports ?? []).flatMap((port) => {
    const number = targetPort(port, pod);
    if (number === undefined) return [];
    const { name = '', protocol = 'TCP', appProtocol } = port;
    return [{ name, port: number, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
}

export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === 'None';
}

function targetPort({ targetPort, port, protocol = 'TCP' }: ServicePort, { spec }: Pod): number | undefined {
  if (targetPort === undefined) return port;
  if (typeof targetPort === 'number') return targetPort || port;
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  for (const container of [...spec.containers, ...sidecars]) {
    const found = container.ports?.find(
      (candidate) => candidate.name === targetPort && (candidate.protocol ?? 'TCP') === protocol,
    );
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}

/** What was made of a state of a pod last, since most pods of a Service are as they were. */
const known = new WeakMap<Pod, { of: string; endpoint: Endpoint }>();

function endpointOf(service: Service, pod: Pod, address: string, node: Node | undefined): Endpoint {
  const always = Boolean(service.spec.publishNotReadyAddresses);
  const zone = node && labelOf(node, 'topology.kubernetes.io/zone');
  const { hostname, subdomain } = pod.spec;
  const hasName = Boolean(hostname) && subdomain === service.metadata.name;
  const of = `${always} ${hasName} ${zone ?? ''}`;
  const last = known.get(pod);
  if (last?.of === of) return last.endpoint;
  const endpoint = newEndpoint(pod, address, { always, hostname: hasName ? hostname : undefined, zone });
  known.set(pod, { of, endpoint });
  return endpoint;
}

function newEndpoint(
  pod: Pod,
  address: string,
  { always, hostname, zone }: { always: boolean; hostname: string | undefined; zone: string | undefined },
): Endpoint {
  const serving = isReady(pod);
  const terminating = isDeleting(pod);
  const ready = always || (serving && !terminating);
  return {
    addresses: [address],
    conditions: { ready, serving, terminating },
    ...(hostname !== undefined && { hostname }),
    targetRef: referenceWithoutVersion(pod),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone !== undefined && { zone }),
  };
}

function referenceWithoutVersion(pod: Pod) {
  const { apiVersion: _, ...reference } = referenceTo(PODS, pod);
  return reference;
}
