/** Defaults and bounds of a namespace's LimitRanges. Source: k8s.io/kubernetes, plugin/pkg/admission/limitranger. */
import { addQuantities, compareQuantities, forbidden, formatQuantity, type Quantity, quantityOf } from '@luban/kube';
import type { Store } from '../../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts';
import { type ContainerDraft, containersOf, type PodSpecDraft, podBeingCreated } from './pod-shape.ts';

type Amounts = Record<string, string>;

interface LimitItem {
  type: 'Container' | 'Pod' | 'PersistentVolumeClaim';
  max?: Amounts;
  min?: Amounts;
  default?: Amounts;
  defaultRequest?: Amounts;
  maxLimitRequestRatio?: Amounts;
}

export function limitRanger(store: Store): AdmissionPlugin {
  const itemsFor = (namespace: string): LimitItem[] =>
    store
      .list('limitranges', { namespace })
      .items.flatMap(({ object }) => (object.spec as { limits?: LimitItem[] } | undefined)?.limits ?? []);
  return {
    name: 'LimitRanger',
    mutate(request) {
      const spec = podBeingCreated(request)?.spec;
      if (spec === undefined) return;
      for (const item of itemsFor(request.namespace)) {
        if (item.type === 'Container') for (const container of containersOf(spec)) fillIn(container, item);
      }
    },
    validate(request) {
      const spec = podBeingCreated(request)?.spec;
      const problems =
        spec !== undefined
          ? itemsFor(request.namespace).flatMap((item) => podProblems(item, spec))
          : itemsFor(request.namespace).flatMap((item) => claimProblems(item, request));
      if (problems.length === 0) return;
      const text = problems.length === 1 ? problems[0]! : `[${problems.join(', ')}]`;
      throw forbidden({ group: request.type.group, resource: request.type.resource }, request.name, text);
    },
  };
}

function fillIn(container: ContainerDraft, { default: limits = {}, defaultRequest: requests = {} }: LimitItem): void {
  container.resources ??= {};
  const { resources } = container;
  const explicit = Object.keys(resources.limits ?? {});
  for (const [name, amount] of Object.entries(limits)) {
    resources.limits ??= {};
    resources.limits[name] ??= amount;
  }
  for (const [name, amount] of Object.entries(requests)) {
    resources.requests ??= {};
    // A limit that was asked for is also the request, before any default.
    resources.requests[name] ??= explicit.includes(name) ? resources.limits![name]! : amount;
  }
}

function podProblems(item: LimitItem, spec: PodSpecDraft): string[] {
  if (item.type === 'Container') {
    return containersOf(spec).flatMap(({ resources = {} }) =>
      bounds(item, 'Container', resources.requests ?? {}, resources.limits ?? {}),
    );
  }
  if (item.type !== 'Pod') return [];
  const containers = containersOf(spec);
  return bounds(item, 'Pod', total(containers, 'requests'), total(containers, 'limits'));
}

function claimProblems(item: LimitItem, { operation, type, object, subresource }: AdmissionRequest): string[] {
  const isClaim = type.storageKey === 'persistentvolumeclaims' && subresource === '';
  if (item.type !== 'PersistentVolumeClaim' || !isClaim || operation === 'DELETE') return [];
  const { resources } = (object?.spec ?? {}) as { resources?: { requests?: Amounts } };
  return bounds({ ...item, max: undefined }, item.type, resources?.requests ?? {}, {}).concat(
    Object.entries(item.max ?? {}).flatMap(([name, max]) =>
      isMore(resources?.requests?.[name], max)
        ? [`maximum ${name} usage per ${item.type} is ${max}, but request is ${resources?.requests?.[name]}`]
        : [],
    ),
  );
}

function bounds(
  { min = {}, max = {}, maxLimitRequestRatio: ratio = {} }: LimitItem,
  kind: string,
  requests: Amounts,
  limits: Amounts,
) {
  const problems: string[] = [];
  for (const [name, least] of Object.entries(min)) {
    const request = requests[name];
    if (request === undefined) problems.push(`minimum ${name} usage per ${kind} is ${least}.  No request is specified`);
    else if (isMore(least, request))
      problems.push(`minimum ${name} usage per ${kind} is ${least}, but request is ${request}`);
  }
  for (const [name, most] of Object.entries(max)) {
    const limit = limits[name];
    if (limit === undefined) problems.push(`maximum ${name} usage per ${kind} is ${most}.  No limit is specified`);
    else if (isMore(limit, most)) problems.push(`maximum ${name} usage per ${kind} is ${most}, but limit is ${limit}`);
  }
  for (const [name, most] of Object.entries(ratio)) {
    const [limit, request, bound] = [limits[name], requests[name], most].map(quantityOf);
    if (limit === undefined || request === undefined || bound === undefined) {
      problems.push(
        `${name} max limit to request ratio per ${kind} is ${most}, but no ${request ? 'limit' : 'request'} is specified or request is 0`,
      );
    } else if (Number(limit.nano) > (Number(request.nano) * Number(bound.nano)) / 1e9) {
      const actual = (Number(limit.nano) / Number(request.nano)).toFixed(6);
      problems.push(`${name} max limit to request ratio per ${kind} is ${most}, but provided ratio is ${actual}`);
    }
  }
  return problems;
}

function isMore(a: unknown, b: unknown): boolean {
  const [left, right] = [quantityOf(a), quantityOf(b)];
  return left !== undefined && right !== undefined && compareQuantities(left, right) > 0;
}

function total(containers: readonly ContainerDraft[], which: 'requests' | 'limits'): Amounts {
  const sums = new Map<string, Quantity>();
  const texts: Amounts = {};
  for (const { resources = {} } of containers) {
    for (const [name, text] of Object.entries(resources[which] ?? {})) {
      const amount = quantityOf(text);
      if (amount === undefined) continue;
      const before = sums.get(name);
      const sum = before === undefined ? amount : addQuantities(before, amount);
      sums.set(name, sum);
      texts[name] = formatQuantity(sum);
    }
  }
  return texts;
}
