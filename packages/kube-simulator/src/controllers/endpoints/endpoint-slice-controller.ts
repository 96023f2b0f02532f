import { timestamp } from '@luban/kube';
import type { EndpointSlice, Service } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Controller, onChange } from '../../support/controller.ts';
import { byController } from '../../support/informers.ts';
import { sameJson } from '../../support/json.ts';
import { ENDPOINT_SLICES, NODES, SERVICES } from '../../support/kinds.ts';
import { isDeleting, keyOf, labelOf } from '../../support/objects.ts';
import { controllerKey, controllerReference } from '../../support/owners.ts';
import { groupEndpoints, isHeadless } from './service-endpoints.ts';
import { selectedPods, togetherIn, watchServicesOfPods } from './service-pods.ts';
import { planSlices } from './slice-plan.ts';

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const SERVICE_NAME = 'kubernetes.io/service-name';
const HEADLESS = 'service.kubernetes.io/headless';

/** Lists the addresses behind every Service that selects pods. */
export function endpointSliceController(cluster: Cluster): Controller {
  const services = cluster.cache(SERVICES);
  const slices = cluster.cache(ENDPOINT_SLICES);
  const nodes = cluster.cache(NODES);
  return {
    name: 'endpointslice',
    watch: (enqueue) => [
      onChange(services, (service) => enqueue(keyOf(service))),
      onChange(slices, (slice, previous = slice) => {
        for (const state of [slice, previous]) {
          enqueue(controllerKey(state, SERVICES), togetherIn(cluster, state.metadata.namespace));
        }
      }),
      watchServicesOfPods(cluster, enqueue),
    ],
    async reconcile(key) {
      const service = services.get(key);
      if (service === undefined || isDeleting(service)) return undefined;
      const owned = byController(slices)
        .get(service.metadata.uid ?? '')
        .filter((slice) => labelOf(slice, MANAGED_BY) === MANAGER && !isDeleting(slice));
      const pods = selectedPods(cluster, service);
      if (pods === undefined) {
        for (const slice of owned) await cluster.delete(ENDPOINT_SLICES, slice);
        return undefined;
      }
      const groups = groupEndpoints(service, pods, (name) => nodes.get(name));
      // A Service that nobody serves yet still shows that somebody looked.
      const plan = planSlices(groups.length > 0 ? groups : [{ ports: [], endpoints: [] }], owned);
      if (groups.length === 0 && owned.length === 0) plan.create.push({ ports: [], endpoints: [] });
      const spared = groups.length === 0 ? plan.delete.splice(0, 1) : [];
      for (const slice of spared) plan.update.push({ slice, endpoints: [] });
      const labels = labelsFor(service);
      for (const { ports, endpoints } of plan.create) {
        await cluster.create(ENDPOINT_SLICES, {
          metadata: {
            generateName: `${(service.metadata.name ?? '').slice(0, 57)}-`,
            namespace: service.metadata.namespace,
            labels,
            annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': timestamp(cluster.clock.now()) },
            ownerReferences: [controllerReference(SERVICES, service)],
          },
          addressType: 'IPv4',
          endpoints,
          ports: ports.length > 0 ? ports : null,
        });
      }
      for (const { slice, endpoints } of plan.update) await update(cluster, slice, endpoints, labels);
      for (const slice of owned) {
        const handled = plan.delete.includes(slice) || plan.update.some((entry) => entry.slice === slice);
        if (!handled && !sameJson(labels, slice.metadata.labels)) await update(cluster, slice, slice.endpoints, labels);
      }
      for (const slice of plan.delete) await cluster.delete(ENDPOINT_SLICES, slice);
      return undefined;
    },
  };
}

async function update(
  cluster: Cluster,
  slice: EndpointSlice,
  endpoints: EndpointSlice['endpoints'],
  labels: Record<string, string>,
): Promise<void> {
  const same = sameJson(endpoints ?? [], slice.endpoints ?? []) && sameJson(labels, slice.metadata.labels);
  if (!same) await cluster.update(ENDPOINT_SLICES, { ...slice, endpoints, metadata: { ...slice.metadata, labels } });
}

function labelsFor(service: Service): Record<string, string> {
  return {
    ...service.metadata.labels,
    [MANAGED_BY]: MANAGER,
    [SERVICE_NAME]: service.metadata.name ?? '',
    ...(isHeadless(service) && { [HEADLESS]: '' }),
  };
}
