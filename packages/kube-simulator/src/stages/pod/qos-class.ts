import { compareQuantities, quantityOf } from '@luban/kube';
import type { Container, Pod, PodStatus } from '@luban/kube/kinds';

const RESOURCES = ['cpu', 'memory'] as const;

/** Source of the rules: pkg/apis/core/v1/helper/qos. */
export function qosClassOf({ spec }: Pod): NonNullable<PodStatus['qosClass']> {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  if (!containers.some(asksForSomething)) return 'BestEffort';
  return containers.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function asksForSomething({ resources }: Container): boolean {
  return RESOURCES.some((name) => isPositive(resources?.requests?.[name]) || isPositive(resources?.limits?.[name]));
}

function isGuaranteed({ resources }: Container): boolean {
  return RESOURCES.every((name) => {
    const limit = quantityOf(resources?.limits?.[name]);
    const request = quantityOf(resources?.requests?.[name] ?? resources?.limits?.[name]);
    return limit !== undefined && request !== undefined && limit.nano > 0n && compareQuantities(limit, request) === 0;
  });
}

function isPositive(value: unknown): boolean {
  return (quantityOf(value)?.nano ?? 0n) > 0n;
}
