import type { Ingress, IngressClass } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { type Controller, onChange } from '../support/controller.ts';
import { INGRESS_CLASSES, INGRESSES, SERVICES } from '../support/kinds.ts';
import { annotationOf, byAge, isDeleting, keyOf } from '../support/objects.ts';
import { freeAddress } from './simulated-addresses.ts';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';
const OLD_CLASS = 'kubernetes.io/ingress.class';

/** Gives Ingresses of every class that is there the address of the class's simulated controller. */
export function ingressController(cluster: Cluster): Controller {
  const ingresses = cluster.cache(INGRESSES);
  const classes = cluster.cache(INGRESS_CLASSES);
  return {
    name: 'ingress',
    // Two classes must not be given the same address.
    workers: 1,
    watch: (enqueue) => [
      onChange(ingresses, (ingress) => enqueue(keyOf(ingress))),
      onChange(classes, () => {
        for (const ingress of ingresses.values()) enqueue(keyOf(ingress));
      }),
    ],
    async reconcile(key) {
      const ingress = ingresses.get(key);
      if (ingress === undefined || isDeleting(ingress)) return undefined;
      const ingressClass = classOf(cluster, ingress);
      if (ingressClass === undefined || ingress.status?.loadBalancer?.ingress?.length) return undefined;
      const ip = addressOfClass(cluster, ingressClass);
      if (ip === undefined) return undefined;
      const status = { ...ingress.status, loadBalancer: { ingress: [{ ip }] } };
      await cluster.updateStatus(INGRESSES, { ...ingress, status });
      const component = (ingressClass.spec?.controller ?? 'ingress-controller').replace(/^.*\//, '');
      const message = `Scheduled for sync (simulated: no network reaches ${ip})`;
      cluster.recorder(component).event(ingress, 'Normal', 'Sync', message);
      return undefined;
    },
  };
}

function classOf(cluster: Cluster, ingress: Ingress): IngressClass | undefined {
  const classes = cluster.cache(INGRESS_CLASSES);
  const name = ingress.spec.ingressClassName ?? annotationOf(ingress, OLD_CLASS);
  if (name !== undefined) return classes.get(name);
  return [...classes.values()].sort(byAge).find((candidate) => annotationOf(candidate, DEFAULT_CLASS) === 'true');
}

/** The address that Ingresses of the class have already, or a free one. */
function addressOfClass(cluster: Cluster, ingressClass: IngressClass): string | undefined {
  const taken = new Set<string>();
  for (const other of cluster.cache(INGRESSES).values()) {
    for (const { ip } of other.status?.loadBalancer?.ingress ?? []) {
      if (ip === undefined) continue;
      if (classOf(cluster, other) === ingressClass) return ip;
      taken.add(ip);
    }
  }
  for (const { status } of cluster.cache(SERVICES).values()) {
    for (const { ip } of status?.loadBalancer?.ingress ?? []) if (ip !== undefined) taken.add(ip);
  }
  return freeAddress(taken);
}
