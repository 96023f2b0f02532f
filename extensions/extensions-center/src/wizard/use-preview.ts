import { useExtension } from '@luban/sdk';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type PreviewOf, preview } from '../actions/center-actions.ts';

/** What the change would do. It is asked for when `on`, and anew when the person has decided otherwise. */
export function usePreview(name: string, on: boolean, of: PreviewOf) {
  const { fetch } = useExtension();
  const client = useQueryClient();
  const key = ['extensions-center', 'preview', name, JSON.stringify(of)];
  const [cancelled, setCancelled] = useState(false);
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => preview(fetch, name, of, signal),
    enabled: on && !cancelled,
    // What is in the cluster may have changed since the last look.
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return {
    ...{ data: query.data, error: query.error, isError: query.isError || cancelled, isFetching: query.isFetching },
    cancelled,
    again: () => {
      setCancelled(false);
      void query.refetch();
    },
    cancel: () => {
      setCancelled(true);
      void client.cancelQueries({ queryKey: key });
    },
  };
}
