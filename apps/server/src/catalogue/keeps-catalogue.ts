import type { KubeClient } from '@luban/kube/client';
import { isOwnDefinition } from '../kube/platform-definitions/install-platform-definitions.ts';
import { EXTENSION_VERSIONS } from './objects.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;

/** Whether the kinds are LuBan's own in this cluster. Otherwise a KubeSphere runs here, whose controllers keep the objects. */
export async function keepsCatalogue(client: KubeClient): Promise<boolean> {
  const name = `${EXTENSION_VERSIONS.resource}.${EXTENSION_VERSIONS.group}`;
  return isOwnDefinition(await client.get({ ...DEFINITIONS, name }));
}
