import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import { workspaceNamespaces } from '../rights/workspace-namespaces.ts';
import { ofCluster } from './cluster-failure.ts';
import type { ResourceRequest } from './resource-request.ts';

export interface ScopeRequest {
  rights: Rights;
  identity: Identity;
  cluster: ClusterHandle;
  asked: ResourceRequest;
  /** Canonical, for requests that name no resource. */
  path: string;
}

/** Where somebody may do what was asked. */
export type Scope = 'everywhere' | ReadonlySet<string>;

/**
 * Looks for the right to a request below `/kapis`. A workspace is the projects in it: who may do it in each of them may do
 * it in the workspace. Less than what was asked for is never given.
 *
 * @returns the namespaces that were looked at; `everywhere` when the right needs none of them
 * @throws Refusal 403 that says what is missing, 503 when the cluster does not answer
 */
export function requireScopeRight(request: ScopeRequest): Promise<Scope> {
  return ofCluster(request.cluster.name, scopeOf(request));
}

async function scopeOf({ rights, identity, cluster, asked, path }: ScopeRequest): Promise<Scope> {
  const { verb, group, resource, subresource, namespace, name, workspace } = asked;
  if (resource === undefined) {
    await requireRight(rights, identity, { cluster: cluster.name, verb, path });
    return 'everywhere';
  }
  const action = { cluster: cluster.name, verb, group, resource, subresource, namespace, name };
  if (workspace === undefined || namespace !== undefined) {
    await requireRight(rights, identity, action);
    return namespace === undefined ? 'everywhere' : new Set([namespace]);
  }
  if (await rights.allows(identity, action)) return 'everywhere';
  const projects = await workspaceNamespaces(cluster, workspace);
  const allowed = await Promise.all(
    projects.map((project) => rights.allows(identity, { ...action, namespace: project })),
  );
  if (projects.length === 0 || allowed.includes(false)) await requireRight(rights, identity, action);
  return new Set(projects);
}
