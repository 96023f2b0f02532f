import { matchesLabels } from '@luban/kube';
import type { Pod, Service } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { type Enqueue, onChange } from '../../support/controller.ts';
import { byNamespace } from '../../support/informers.ts';
import { canonicalJson } from '../../support/json.ts';
import { PODS, SERVICES } from '../../support/kinds.ts';
import { isDeleting, keyOf } from '../../support/objects.ts';
import { isReady, isTerminal } from '../../support/pods.ts';
import { selectorOfMap, selectorOfOwner } from '../../support/selection.ts';

/** In milliseconds. */
const TOGETHER = 100;
const LONGEST_TOGETHER = 2000;

/**
 * Pods become ready in swarms; one look at a Service takes in several, and more where there are many. Whatever brings a
 * Service up waits so long, the controllers' own writes as well: they come when pods change.
 */
export function togetherIn(cluster: Cluster, namespace = ''): number {
  const pods = byNamespace(cluster.cache(PODS)).count(namespace);
  return Math.min(LONGEST_TOGETHER, Math.max(TOGETHER, pods / 2));
}

/** Pods that the Service selects; undefined when it selects none by itself, and others list its addresses. */
export function selectedPods(cluster: Cluster, { metadata, spec }: Service): Pod[] | undefined {
  if (spec.type === 'ExternalName' || Object.keys(spec.selector ?? {}).length === 0) return undefined;
  const selector = selectorOfMap(spec.selector);
  const pods = byNamespace(cluster.cache(PODS)).get(metadata.namespace ?? '');
  return pods.filter((pod) => matchesLabels(selector, pod.metadata.labels));
}

/** Enqueues the Services of a pod when something changes that they show. */
export function watchServicesOfPods(cluster: Cluster, enqueue: Enqueue): Disposable {
  const services = byNamespace(cluster.cache(SERVICES));
  return onChange(cluster.cache(PODS), (pod, previous) => {
    if (previous !== undefined && facts(pod) === facts(previous)) return;
    for (const service of services.get(pod.metadata.namespace ?? '')) {
      const selector = selectorOfOwner(service);
      if (selector === undefined || selector.length === 0) continue;
      const concerned = [pod, previous].some(
        (state) => state !== undefined && matchesLabels(selector, state.metadata.labels),
      );
      if (concerned) enqueue(keyOf(service), togetherIn(cluster, pod.metadata.namespace));
    }
  });
}

function facts(pod: Pod): string {
  return canonicalJson([
    pod.metadata.labels,
    pod.status?.podIP,
    pod.spec.nodeName,
    isReady(pod),
    isDeleting(pod),
    isTerminal(pod),
  ]);
}
