import type { ResourceListQuery } from '@luban/sdk';
import { selectorText } from '../detail/facts.ts';
import { listAt, recordAt, textAt } from '../json.ts';
import { type KindRef, resourceKey } from '../kinds/kind.ts';

/** How the pods of an object are found. */
export interface PodSelection {
  readonly query: Pick<ResourceListQuery, 'namespace' | 'labelSelector' | 'fieldSelector'>;
}

/** Undefined for objects that have no pods, and for selectors that choose none. */
export function podsOf(kind: Pick<KindRef, 'group' | 'resource'>, object: unknown): PodSelection | undefined {
  const key = resourceKey(kind);
  const namespace = textAt(object, 'metadata', 'namespace');
  if (key === 'nodes') return { query: { fieldSelector: `spec.nodeName=${textAt(object, 'metadata', 'name')}` } };
  if (key === 'services') return select(namespace, selectorText(recordAt(object, 'spec', 'selector')));
  if (!WORKLOADS.includes(key)) return undefined;
  return select(namespace, labelSelector(recordAt(object, 'spec', 'selector')));
}

const WORKLOADS = ['apps/deployments', 'apps/replicasets', 'apps/statefulsets', 'apps/daemonsets', 'batch/jobs'];

function select(namespace: string, selector: string): PodSelection | undefined {
  return selector === '' ? undefined : { query: { namespace, labelSelector: selector } };
}

/** metav1.LabelSelector as it is typed: `app=web,tier in (a,b),!old`. */
export function labelSelector(selector: Readonly<Record<string, unknown>>): string {
  const expressions = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key');
    const values = listAt(expression, 'values').map(String).join(',');
    switch (textAt(expression, 'operator')) {
      case 'In':
        return `${key} in (${values})`;
      case 'NotIn':
        return `${key} notin (${values})`;
      case 'Exists':
        return key;
      default:
        return `!${key}`;
    }
  });
  return [selectorText(recordAt(selector, 'matchLabels')), ...expressions].filter(Boolean).join(',');
}
