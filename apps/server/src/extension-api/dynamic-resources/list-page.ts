import type { KubeObject } from '@luban/kube';
import { compareTexts } from '../extension-object.ts';
import type { ListQuery } from './list-query.ts';

export interface ListPage {
  items: KubeObject[];
  /** Of all pages together. */
  total: number;
  /** Behind this page. */
  remaining: number;
}

/** The part of the objects that a query asks for. A page behind the last one is empty. */
export function listPage(objects: Iterable<KubeObject>, query: ListQuery): ListPage {
  const { page, limit, filters } = query;
  const found: KubeObject[] = [];
  for (const object of objects) if (filters.every((filter) => filter(object))) found.push(object);
  found.sort(comparison(query));
  const total = found.length;
  const start = limit === undefined ? 0 : Math.min((page - 1) * limit, total);
  const end = limit === undefined ? total : Math.min(start + limit, total);
  return { items: found.slice(start, end), total, remaining: total - end };
}

type Comparison = (a: KubeObject, b: KubeObject) => number;

/** Names decide between equals, so that pages neither repeat nor leave out an object. */
function comparison({ sortBy, ascending }: ListQuery): Comparison {
  const compare = comparisonBy(sortBy);
  const direction = ascending ? 1 : -1;
  return (a, b) => direction * (compare(a, b) || byName(a, b) || byNamespace(a, b));
}

function comparisonBy(sortBy: ListQuery['sortBy']): Comparison {
  if (sortBy === 'name') return byName;
  if (sortBy === 'namespace') return byNamespace;
  if (sortBy === 'creationTimestamp') {
    return (a, b) => compareTexts(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '');
  }
  return (a, b) => compareValues(sortBy.values(a), sortBy.values(b));
}

const byName: Comparison = (a, b) => compareTexts(a.metadata.name ?? '', b.metadata.name ?? '');
const byNamespace: Comparison = (a, b) => compareTexts(a.metadata.namespace ?? '', b.metadata.namespace ?? '');

/** Numbers by size, before texts; what is missing comes first. */
function compareValues(a: unknown, b: unknown): number {
  const rank = (value: unknown) => (value === undefined || value === null ? 0 : typeof value === 'number' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return rank(a) === 0 ? 0 : compareTexts(textOf(a), textOf(b));
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
