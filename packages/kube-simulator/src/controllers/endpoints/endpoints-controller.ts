import type { Endpoint, EndpointAddress, EndpointSubset, Endpoints, Service } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { sameJson } from '../../support/json.ts';
import { type Draft, ENDPOINTS, NODES, SERVICES } from '../../support/kinds.ts';
import { isDeleting, keyOf, labelOf } from '../../support/objects.ts';
import { groupEndpoints, isHeadless } from './service-endpoints.ts';
import { selectedPods, togetherIn, watchServicesOfPods } from './service-pods.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const HEADLESS = 'service.kubernetes.io/headless';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const MOST = 1000;

/** Keeps the Endpoints of every Service that selects pods, the elder form of EndpointSlices. */
export function endpointsController(cluster: Cluster): Controller {
  const services = cluster.cache(SERVICES);
  const all = cluster.cache(ENDPOINTS);
  const nodes = cluster.cache(NODES);
  return {
    name: 'endpoints',
    watch: (enqueue) => [
      onChange(services, (service) => enqueue(keyOf(service))),
      onChange(all, (endpoints) => enqueue(keyOf(endpoints), togetherIn(cluster, endpoints.metadata.namespace))),
      watchServicesOfPods(cluster, enqueue),
    ],
    async reconcile(key) {
      const service = services.get(key);
      const present = all.get(key);
      if (service === undefined || isDeleting(service)) {
        const isOurs = present !== undefined && labelOf(present, MANAGED_BY) !== undefined;
        if (isOurs) await cluster.delete(ENDPOINTS, present);
        return undefined;
      }
      const pods = selectedPods(cluster, service);
      if (pods === undefined) return undefined;
      const groups = groupEndpoints(service, pods, (name) => nodes.get(name));
      const subsets = groups.map(({ ports, endpoints }): EndpointSubset => {
        const kept = endpoints.slice(0, MOST);
        const ready = kept.filter(({ conditions }) => conditions?.ready).map(addressOf);
        const notReady = kept.filter(({ conditions }) => !conditions?.ready && !conditions?.terminating).map(addressOf);
        return {
          ...(ready.length > 0 && { addresses: ready }),
          ...(notReady.length > 0 && { notReadyAddresses: notReady }),
          ...(ports.length > 0 && {
            ports: ports.map(({ name, port = 0, ...rest }) => ({ ...(name && { name }), port, ...rest })),
          }),
        };
      });
      const filled = subsets.filter(({ addresses, notReadyAddresses }) => addresses ?? notReadyAddresses);
      const truncated = groups.some(({ endpoints }) => endpoints.length > MOST);
      await write(cluster, service, present, filled, truncated);
      return undefined;
    },
  };
}

async function write(
  cluster: Cluster,
  service: Service,
  present: Endpoints | undefined,
  subsets: EndpointSubset[],
  truncated: boolean,
): Promise<void> {
  const labels = {
    ...service.metadata.labels,
    [MANAGED_BY]: 'endpoint-controller',
    ...(isHeadless(service) && { [HEADLESS]: '' }),
  };
  const { [OVER_CAPACITY]: _, ...annotations } = present?.metadata.annotations ?? {};
  if (truncated) annotations[OVER_CAPACITY] = 'truncated';
  const draft: Draft<Endpoints> = {
    metadata: {
      ...present?.metadata,
      name: service.metadata.name,
      namespace: service.metadata.namespace,
      labels,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...(subsets.length > 0 && { subsets }),
  };
  if (present === undefined) await cluster.create(ENDPOINTS, draft);
  else if (!sameJson(draft.subsets ?? [], present.subsets ?? []) || !sameJson(labels, present.metadata.labels)) {
    await cluster.update(ENDPOINTS, { apiVersion: present.apiVersion, kind: present.kind, ...draft });
  }
}

function addressOf({ addresses, hostname, nodeName, targetRef }: Endpoint): EndpointAddress {
  return {
    ip: addresses[0] ?? '',
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef && { targetRef }),
  };
}
