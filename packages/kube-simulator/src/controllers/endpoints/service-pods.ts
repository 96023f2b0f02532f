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

/** Pods become ready in swarms; one look takes in several, and more where there are many. In milliseconds. */
const TOGETHER = 100;
const LONGEST_TOGETHER = 2000;

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
  const pods = byNamespace(cluster.cache(PODS));
  return onChange(cluster.cache(PODS), (pod, previous) => {
    if (previous !== undefined && facts(pod) === facts(previous)) return;
    for (const service of services.get(pod.metadata.namespace ?? '')) {
      const selector = selectorOfOwner(service);
      if (selector === undefined || selector.length === 0) continue;
      const concerned = [pod, previous].some(
        (state) => state !== undefined && matchesLabels(selector, state.metadata.labels),
      );
      if (!concerned) continue;
      const many = pods.count(pod.metadata.namespace ?? '') / 2;
      enqueue(keyOf(service), Math.min(LONGEST_TOGETHER, Math.max(TOGETHER, many)));
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
