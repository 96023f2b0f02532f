import { useExtension } from '@luban/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { expectOk } from './expect-ok.ts';

/** What `GET /api/system` answers. */
export interface System {
  version: string;
  node: string;
  /** RFC 3339 */
  started: string;
  mode: 'embedded' | 'cluster';
  replica: string;
  ready: boolean;
  checks: { name: string; ok: boolean; reason?: string }[];
  leadership: { leads: boolean; holder?: string; since?: string; transitions?: number };
  clusters: SystemCluster[];
  signIn: { name: string; title: string; kind: string }[];
  limits: Limits;
  /** Open at the replica that answered. */
  streams: number;
  /** Bytes. */
  memory: { resident: number; heap: number };
  metrics: { path: string; token: boolean };
  audit: { folder: string; kept: number };
}

export interface SystemCluster {
  name: string;
  displayName: string;
  isHost: boolean;
  state: 'unknown' | 'ready' | 'unreachable' | 'refused';
  /** Milliseconds of the epoch. */
  since: number;
  reason?: string;
}

export interface Limits {
  from: 'defaults' | 'ConfigMap';
  /** Why the ConfigMap is not what holds. */
  problem?: { field: string; reason: string };
  /** Without numbers: unlimited. */
  rates: { who: string; verbs: string; perSecond?: number; burst?: number }[];
  streams: { perIdentity: number; perAddress: number };
  connections: { perAddress: number; total: number };
  exempt: string[];
  /** By class of verbs, since the start. */
  refused: Record<string, number>;
}

const REFRESH = 5_000;

/** Asked again every few seconds while somebody looks. */
export function useSystem(): UseQueryResult<System> {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: ['system', 'status'],
    queryFn: async () => {
      const response = await fetch('/api/system');
      await expectOk(response);
      return (await response.json()) as System;
    },
    refetchInterval: REFRESH,
    retry: false,
  });
}
