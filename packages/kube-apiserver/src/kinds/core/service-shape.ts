/** Questions about a service. Source: k8s.io/kubernetes/pkg/api/service. */
import { get, list, text, texts } from '../access.ts';

export const serviceType = (service: unknown): string => text(service, 'spec', 'type');

export const hasClusterAddress = (service: unknown): boolean => serviceType(service) !== 'ExternalName';

/** Gets a port of all nodes for each of its own. */
export const hasNodePorts = (service: unknown): boolean => {
  const type = serviceType(service);
  return (
    type === 'NodePort' || (type === 'LoadBalancer' && get(service, 'spec', 'allocateLoadBalancerNodePorts') !== false)
  );
};

/** May have ports of nodes, whether it asked for them or not. */
export const mayHaveNodePorts = (service: unknown): boolean => /^(?:NodePort|LoadBalancer)$/.test(serviceType(service));

/** Has names for its pods alone, and no address of its own. */
export const isHeadless = (service: unknown): boolean => {
  const addresses = texts(service, 'spec', 'clusterIPs');
  return addresses.length === 1 && addresses[0] === 'None';
};

export const isExternallyAccessible = (service: unknown): boolean =>
  mayHaveNodePorts(service) ||
  (serviceType(service) === 'ClusterIP' && list(service, 'spec', 'externalIPs').length > 0);

/** Tells balancers by a port of its own which nodes have pods. */
export const needsHealthCheckPort = (service: unknown): boolean =>
  serviceType(service) === 'LoadBalancer' && text(service, 'spec', 'externalTrafficPolicy') === 'Local';
