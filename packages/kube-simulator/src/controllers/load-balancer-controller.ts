import type { Service } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { type Controller, onChange } from '../support/controller.ts';
import { INGRESSES, SERVICES } from '../support/kinds.ts';
import { isDeleting, keyOf } from '../support/objects.ts';
import { freeAddress, SIMULATED_RANGE } from './simulated-addresses.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

/** Gives Services of type LoadBalancer an address that no cloud stands behind, and says so. */
export function loadBalancerController(cluster: Cluster): Controller {
  const services = cluster.cache(SERVICES);
  return {
    name: 'service-load-balancer',
    // Two Services must not be given the same address.
    workers: 1,
    watch: (enqueue) => [onChange(services, (service) => enqueue(keyOf(service)))],
    async reconcile(key) {
      const service = services.get(key);
      if (service === undefined) return undefined;
      const { type, loadBalancerClass } = service.spec;
      if (isDeleting(service) || type !== 'LoadBalancer') await release(cluster, service);
      else if (!loadBalancerClass) await provide(cluster, service);
      return undefined;
    },
  };
}

async function provide(cluster: Cluster, service: Service): Promise<void> {
  if ((service.status?.loadBalancer?.ingress?.length ?? 0) > 0) return;
  const events = cluster.recorder('service-controller');
  events.event(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const taken = takenAddresses(cluster);
  const { loadBalancerIP } = service.spec;
  const ip = loadBalancerIP && !taken.has(loadBalancerIP) ? loadBalancerIP : freeAddress(taken);
  if (ip === undefined) {
    const message = `Error syncing load balancer: failed to ensure load balancer: no address of ${SIMULATED_RANGE} is free`;
    events.event(service, 'Warning', 'SyncLoadBalancerFailed', message);
    return;
  }
  const loadBalancer = { ingress: [{ ip, ipMode: 'VIP' }] };
  await cluster.updateStatus(SERVICES, { ...service, status: { ...service.status, loadBalancer } });
  const message = `Ensured load balancer (simulated: no network reaches ${ip})`;
  events.event(service, 'Normal', 'EnsuredLoadBalancer', message);
}

async function release(cluster: Cluster, service: Service): Promise<void> {
  let current = service;
  if (service.status?.loadBalancer?.ingress !== undefined && !isDeleting(service)) {
    current = await cluster.updateStatus(SERVICES, { ...service, status: { ...service.status, loadBalancer: {} } });
    cluster.recorder('service-controller').event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
  }
  const finalizers = current.metadata.finalizers ?? [];
  if (!finalizers.includes(FINALIZER)) return;
  const kept = finalizers.filter((name) => name !== FINALIZER);
  await cluster.update(SERVICES, { ...current, metadata: { ...current.metadata, finalizers: kept } });
}

function takenAddresses(cluster: Cluster): Set<string> {
  const taken = new Set<string>();
  for (const { status } of [...cluster.cache(SERVICES).values(), ...cluster.cache(INGRESSES).values()]) {
    for (const { ip } of status?.loadBalancer?.ingress ?? []) if (ip !== undefined) taken.add(ip);
  }
  return taken;
}
