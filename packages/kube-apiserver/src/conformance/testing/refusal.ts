/** What is asked in vain, and what Kubernetes says then. */
import type { KubeObject } from '@luban/kube';

export interface Refusal {
  /** What is wrong. */
  says: string;
  ask: [method: string, path: string, body?: unknown, type?: string];
  user?: string;
  accept?: string;
  code: number;
  reason: string;
  message: string | RegExp;
  details?: object;
}

export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
export const MERGE = 'application/merge-patch+json';

export const object = (kind: string, name: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...metadata },
});

export const deployment = (name: string, spec: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
    ...spec,
  },
});
