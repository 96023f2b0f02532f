import { formatLabelSelector, matchesLabels, parseLabelSelector, quantityOf, quantityToNumber } from '@luban/kube';
import type { Pod, PodMetrics } from '@luban/kube/kinds';
import type { Cluster } from '../../support/cluster.ts';
import { messageOf } from '../../support/errors.ts';
import { byNamespace } from '../../support/informers.ts';
import { PODS } from '../../support/kinds.ts';
import { amountsOf } from '../../support/pod-requests.ts';
import { isActive, isReady } from '../../support/pods.ts';
import type { PodUsage } from './recommendation.ts';

/** A metric that cannot be had, in the words of the condition ScalingActive. */
export class MetricError extends Error {
  override name = 'MetricError';
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * What the pods use of a resource, by metrics.k8s.io, and what they ask for.
 *
 * @param container only this one; default: all
 * @throws MetricError
 */
export async function readUsage(
  cluster: Cluster,
  namespace: string,
  selectorText: string,
  resource: string,
  container: string | undefined,
  needsRequests: boolean,
): Promise<PodUsage[]> {
  const selector = parseLabelSelector(selectorText);
  const pods = byNamespace(cluster.cache(PODS))
    .get(namespace)
    .filter((pod) => isActive(pod) && matchesLabels(selector, pod.metadata.labels));
  const metrics = await fetchMetrics(cluster, namespace, formatLabelSelector(selector), resource);
  return pods.map((pod) => ({
    used: usageOf(metrics.get(pod.metadata.name ?? ''), resource, container),
    requested: needsRequests ? requestOf(pod, resource, container) : 0,
    ready: isReady(pod),
  }));
}

async function fetchMetrics(cluster: Cluster, namespace: string, labelSelector: string, resource: string) {
  const kind = { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' };
  const failed = (why: string) =>
    new MetricError(
      'FailedGetResourceMetric',
      `the HPA was unable to compute the replica count: failed to get ${resource} utilization: unable to get metrics for resource ${resource}: ${why}`,
    );
  let items: PodMetrics[];
  try {
    items = (await cluster.client.list<PodMetrics>(kind, { namespace, labelSelector })).items;
  } catch (error) {
    const why = messageOf(error);
    throw failed(`unable to fetch metrics from resource metrics API: ${why}`);
  }
  if (items.length === 0) throw failed('no metrics returned from resource metrics API');
  return new Map(items.map((item) => [item.metadata.name ?? '', item]));
}

function usageOf(metrics: PodMetrics | undefined, resource: string, container: string | undefined) {
  if (metrics === undefined) return undefined;
  let sum = 0;
  for (const { name, usage } of metrics.containers) {
    if (container !== undefined && name !== container) continue;
    const quantity = quantityOf(usage[resource]);
    if (quantity === undefined) return undefined;
    sum += quantityToNumber(quantity);
  }
  return sum;
}

function requestOf({ metadata, spec }: Pod, resource: string, only: string | undefined): number {
  let sum = 0;
  for (const { name, resources } of spec.containers) {
    if (only !== undefined && name !== only) continue;
    const request = amountsOf({ ...resources?.limits, ...resources?.requests }).get(resource);
    if (request === undefined) {
      throw new MetricError(
        'FailedGetResourceMetric',
        `the HPA was unable to compute the replica count: failed to get ${resource} utilization: missing request for ${resource} in container ${name} of Pod ${metadata.name}`,
      );
    }
    sum += request;
  }
  return sum;
}
