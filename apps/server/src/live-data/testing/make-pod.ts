import type { KubeObject } from '@luban/kube';
import type { LiveStage } from './live-stage.ts';

export const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Has the host's API server make a pod in the namespace `default`. */
export function makePod({ registry }: LiveStage, name: string): Promise<KubeObject> {
  return registry.cluster.api.client.create(
    { ...PODS, namespace: 'default' },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
    },
  );
}
