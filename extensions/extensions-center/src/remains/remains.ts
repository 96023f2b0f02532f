import type { RemainingItem } from '../actions/center-actions.ts';

export function keyOf({ cluster, apiVersion, kind, namespace = '', name }: RemainingItem): string {
  return JSON.stringify([cluster, apiVersion, kind, namespace, name]);
}

/** Deleting it destroys what people have put there: it has to be meant. */
export function holdsData({ why, inUse = 0 }: RemainingItem): boolean {
  return why === 'volume' || why === 'namespace' || (why === 'definition' && inUse > 0);
}

/** Text of the catalogue that explains why it is still there. */
export function reasonKey({ why, inUse = 0 }: RemainingItem): string {
  if (why === 'definition') return inUse === 0 ? 'definition.unused' : inUse === 1 ? 'definition.one' : 'definition';
  return why;
}
