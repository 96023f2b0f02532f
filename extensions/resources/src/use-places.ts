import { type ExtensionContext, useExtension } from '@luban/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { listAt, textAt } from './json.ts';
import { KubeRequestError, kubeJson } from './kube-request.ts';

export interface SeenCluster {
  readonly name: string;
  readonly title: string;
  /** Why it is not ready; absent when it is, or when nobody knows yet. */
  readonly trouble?: string;
}

export interface Places {
  readonly clusters: readonly SeenCluster[];
  /** Namespaces of the cluster that was asked for in which the person may do something. */
  readonly projects: readonly string[];
}

/** Where the person may go. Asked again when somebody comes back to the page. */
export function usePlaces(cluster?: string, enabled = true): UseQueryResult<Places> {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: ['resources', 'places', cluster ?? ''],
    queryFn: () => placesOf(fetch, cluster),
    staleTime: 10_000,
    // A cluster that is not there will not come by asking again.
    retry: (failures, error) => failures < 1 && !(error instanceof KubeRequestError && error.status === 404),
    enabled,
  });
}

async function placesOf(fetch: ExtensionContext['fetch'], cluster: string | undefined): Promise<Places> {
  const query = cluster === undefined ? '' : `?${new URLSearchParams({ cluster })}`;
  const answer = await kubeJson(fetch, `/api/places${query}`);
  return {
    clusters: listAt(answer, 'clusters').map((one) => {
      const name = textAt(one, 'name');
      const away = ['unreachable', 'refused'].includes(textAt(one, 'state'));
      return {
        name,
        title: textAt(one, 'displayName') || name,
        ...(away && { trouble: textAt(one, 'reason') || textAt(one, 'state') }),
      };
    }),
    projects: listAt(answer, 'projects').map((one) => textAt(one, 'name')),
  };
}
