/** What a pod asks for. Source: k8s.io/component-helpers/resource. */
import { quantityOf, quantityToNumber } from '@luban/kube';
import type { Container, PodSpec, ResourceList } from '@luban/kube/kinds';

/** Amounts by resource, in cores, bytes or pieces. */
export type Amounts = ReadonlyMap<string, number>;

const known = new WeakMap<PodSpec, Amounts>();

/**
 * Requests of the pod as the scheduler counts them: all containers and sidecars together, or what the most demanding
 * step of initialisation needs, and the overhead on top.
 */
export function requestsOf(spec: PodSpec): Amounts {
  let amounts = known.get(spec);
  if (amounts === undefined) {
    amounts = sumRequests(spec);
    known.set(spec, amounts);
  }
  return amounts;
}

export function amountsOf(list: ResourceList | undefined): Amounts {
  const amounts = new Map<string, number>();
  for (const [name, value] of Object.entries(list ?? {})) {
    const quantity = quantityOf(value);
    if (quantity !== undefined) amounts.set(name, quantityToNumber(quantity));
  }
  return amounts;
}

/** Adds in place, times the factor. */
export function addAmounts(sum: Map<string, number>, amounts: Amounts, factor = 1): void {
  for (const [name, amount] of amounts) sum.set(name, rounded((sum.get(name) ?? 0) + factor * amount));
}

function sumRequests(spec: PodSpec): Amounts {
  const sum = new Map<string, number>();
  for (const container of spec.containers) addAmounts(sum, requestsOfContainer(container));
  const sidecars = new Map<string, number>();
  const steps: Amounts[] = [];
  for (const container of spec.initContainers ?? []) {
    const requests = requestsOfContainer(container);
    if (container.restartPolicy === 'Always') {
      addAmounts(sidecars, requests);
      steps.push(new Map(sidecars));
    } else {
      const step = new Map(sidecars);
      addAmounts(step, requests);
      steps.push(step);
    }
  }
  addAmounts(sum, sidecars);
  for (const step of steps) {
    for (const [name, amount] of step) sum.set(name, Math.max(sum.get(name) ?? 0, amount));
  }
  addAmounts(sum, amountsOf(spec.overhead));
  return sum;
}

function requestsOfContainer({ resources }: Container): Amounts {
  return amountsOf({ ...resources?.limits, ...resources?.requests });
}

/** Sums of decimal fractions of cores stay what they look like. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
