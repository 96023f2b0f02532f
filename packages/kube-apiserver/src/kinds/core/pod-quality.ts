/** Quality of service of pods. Source: k8s.io/kubernetes/pkg/apis/core/v1/helper/qos. */
import { compareQuantities, type Quantity } from '@luban/kube';
import { objects, optionalFields } from '../access.ts';
import { quantities } from '../resource-list.ts';

export type QualityOfService = 'Guaranteed' | 'Burstable' | 'BestEffort';

export function qualityOfService(spec: unknown): QualityOfService {
  const whole = optionalFields(spec, 'resources');
  const parts =
    whole !== undefined
      ? [whole]
      : [...objects(spec, 'initContainers'), ...objects(spec, 'containers')].map((container) => container.resources);
  const amounts = parts.map((resources) => ({
    requests: computing(quantities(resources, 'requests')),
    limits: computing(quantities(resources, 'limits')),
  }));
  if (amounts.every(({ requests, limits }) => requests.size === 0 && limits.size === 0)) return 'BestEffort';
  const guaranteed = amounts.every(
    ({ requests, limits }) =>
      limits.size === 2 &&
      [...limits].every(([name, limit]) => {
        const request = requests.get(name);
        return request !== undefined && compareQuantities(request, limit) === 0;
      }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** Processor and memory alone count, and only when there is something of them. */
function computing(all: Map<string, Quantity>): Map<string, Quantity> {
  return new Map([...all].filter(([name, { nano }]) => (name === 'cpu' || name === 'memory') && nano > 0n));
}
