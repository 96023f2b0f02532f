import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { metadataClient } from './metadata-client.ts';
import { WORKSPACE_LABEL } from './roles/access-objects.ts';

/** Label values, which names of workspaces are too. */
const VALUE = /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/;

/** Names of the projects of a workspace in a cluster, in order. */
export async function workspaceNamespaces({ connection }: ClusterHandle, workspace: string): Promise<string[]> {
  if (!VALUE.test(workspace)) return [];
  const { items } = await metadataClient(connection).list(
    { group: '', version: 'v1', resource: 'namespaces' },
    { labelSelector: `${WORKSPACE_LABEL}=${workspace}` },
  );
  return items.map(({ metadata }) => metadata.name!).sort();
}
