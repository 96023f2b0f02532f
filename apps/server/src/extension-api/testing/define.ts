import type { KubeClient } from '@luban/kube/client';
import { SERVED_LABEL } from '../dynamic-resources/served-kinds.ts';

export const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

export interface Definition {
  group?: string;
  plural?: string;
  kind?: string;
  scope?: 'Namespaced' | 'Cluster';
  /** Whether it has the label. */
  served?: boolean;
}

/** Defines a kind, with a version `v1` and one that is not served. Default: namespaced `tides` of `tide.example`, served. */
export async function define(client: KubeClient, options: Definition = {}): Promise<void> {
  const { group = 'tide.example', plural = 'tides', kind = 'Tide', scope = 'Namespaced', served = true } = options;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  await client.create(DEFINITIONS, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: served ? { [SERVED_LABEL]: 'true' } : {} },
    spec: {
      group,
      scope,
      names: { plural, kind, singular: kind.toLowerCase() },
      versions: [
        { name: 'v1', served: true, storage: true, schema },
        { name: 'v1alpha1', served: false, storage: false, schema },
      ],
    },
  });
}
