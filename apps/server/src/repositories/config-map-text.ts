import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { ConfigMapText } from './repository-policy.ts';

/** Reads ConfigMaps of the host. */
export function configMapText(client: KubeClient): ConfigMapText {
  return async (namespace, name) => {
    const ref = { group: '', version: 'v1', resource: 'configmaps', namespace, name };
    try {
      return (await client.get<KubeObject & { data?: Record<string, string> }>(ref)).data ?? {};
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    }
  };
}
