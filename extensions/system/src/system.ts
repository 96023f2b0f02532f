import { useExtension } from '@luban/sdk';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';

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
  leadership: { leads: boolean; holder?: string; since?: string };
  clusters: { name: string; displayName: string; isHost: boolean; state: string; since: number; reason?: string }[];
  signIn: { name: string; title: string; kind: string }[];
  limits: Limits;
  streams: Record<string, number>;
  memory: { used: number; heap: number };
  metrics: { path: string; token: boolean };
}

export interface Limits {
  from: 'defaults' | 'ConfigMap';
  /** Why the ConfigMap is not what holds. */
  problem?: { field: string; reason: string };
  rates: { who: string; verbs: string; perSecond: number; burst: number }[];
  streamsPerIdentity: number;
  exempt: string[];
  refused: Record<string, number>;
}

/** Asked every few seconds while somebody looks. */
export function useSystem(): UseQueryResult<System> {
  const { fetch } = useExtension();
  return useQuery({
    queryKey: ['system', 'system'],
    queryFn: async () => {
      const response = await fetch('/api/system');
      await expectOk(response);
      return (await response.json()) as System;
    },
    refetchInterval: 5_000,
    retry: false,
  });
}

/** @throws Error with the number, the sentence and the cure */
export async function expectOk(response: Response): Promise<void> {
  if (response.ok) return;
  const body = (await response.json().catch(() => undefined)) as
    | { error?: { code?: string; message?: string; cure?: string } }
    | undefined;
  const { code = `HTTP ${response.status}`, message = response.statusText, cure = '' } = body?.error ?? {};
  throw new Error(`${code}: ${message} ${cure}`.trim());
}
