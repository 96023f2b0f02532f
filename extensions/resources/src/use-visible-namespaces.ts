import { useCan } from '@luban/sdk';
import { useMemo } from 'react';
import { usePlaces } from './use-places.ts';

interface Question {
  readonly cluster: string;
  readonly group: string;
  readonly resource: string;
  /** The one that was chosen, by the project of the URL or by a filter. */
  readonly namespace: string | undefined;
}

/** The server takes no more in one question. */
const MOST = 200;

/**
 * Where somebody's objects of a namespaced kind are looked for: in the namespace that was chosen; else everywhere; or,
 * when they may not look everywhere, in the projects that are theirs.
 *
 * @returns undefined for everywhere, null until that is known
 */
export function useVisibleNamespaces({ cluster, group, resource, namespace }: Question): string[] | undefined | null {
  const everywhere = useCan({ verb: 'list', group, resource, cluster, namespace: '' });
  const own = namespace === undefined && everywhere === false;
  const places = usePlaces(cluster, own);
  const names = places.data?.projects.slice(0, MOST).join(' ');
  const failed = places.isError;
  return useMemo(() => {
    if (namespace !== undefined) return [namespace];
    // Somebody without a project asks for all, and is told which right is missing.
    if (!own || failed || names === '') return undefined;
    return names === undefined ? null : names.split(' ');
  }, [namespace, own, failed, names]);
}
