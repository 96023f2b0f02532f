import { useEffect, useState } from 'react';
import type { Cluster } from '../boot/page-data.ts';
import { callApi } from '../host/api.ts';

/** Where the person may go: the answer of `GET /api/places`. */
export interface Places {
  clusters: Cluster[];
  /** Of the cluster that was asked about. */
  projects: { name: string; workspace?: string }[];
  /** There are more projects than are listed. */
  more?: boolean;
  workspaces: { name: string }[];
}

/** Asked for when the list of places opens, and at no other time. Undefined: not known, or not yet. */
export function usePlaces(cluster: string | undefined): Places | undefined {
  const [places, setPlaces] = useState<{ cluster: string | undefined; found: Places }>();
  useEffect(() => {
    let stale = false;
    const query = cluster === undefined ? '' : `?cluster=${encodeURIComponent(cluster)}`;
    void callApi<Places>('GET', `/api/places${query}`).then((result) => {
      if (!stale && result.ok) setPlaces({ cluster, found: result.value });
    });
    return () => {
      stale = true;
    };
  }, [cluster]);
  return places?.cluster === cluster ? places?.found : undefined;
}
