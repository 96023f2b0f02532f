import type { ExtensionContext } from '@luban/sdk';
import { KubeRequestError, kubeRequest } from '../kube-request.ts';
import type { Kind } from './kind.ts';

type Fetch = ExtensionContext['fetch'];

/** Asks for everything at once, as Kubernetes does since 1.26; older servers answer with their list of groups. */
const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,' +
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/**
 * What a cluster serves: each kind in the version that its group prefers, without subresources, by name. A group whose
 * server does not answer is left out, as kubectl does.
 */
export async function discoverKinds(fetch: Fetch, cluster: string): Promise<Kind[]> {
  const base = `/clusters/${encodeURIComponent(cluster)}`;
  const parts = await Promise.all((['/api', '/apis'] as const).map((path) => discover(fetch, base, path)));
  return parts.flat().sort((a, b) => a.resource.localeCompare(b.resource) || a.group.localeCompare(b.group));
}

async function discover(fetch: Fetch, base: string, path: '/api' | '/apis'): Promise<Kind[]> {
  const answer = record(await json(fetch, base + path));
  if (answer.kind === 'APIGroupDiscoveryList') return aggregatedKinds(answer);
  const versions =
    path === '/api'
      ? list(answer.versions).slice(0, 1).map(String)
      : list(answer.groups).map((group) => text(record(record(group).preferredVersion).groupVersion));
  const lists = await Promise.all(
    versions.map((version) =>
      json(fetch, `${base}${path}/${version}`).catch((error: unknown) => {
        if (error instanceof KubeRequestError) return undefined;
        throw error;
      }),
    ),
  );
  return lists.flatMap((resources, index) => listedKinds(record(resources), versions[index] ?? ''));
}

async function json(fetch: Fetch, path: string): Promise<unknown> {
  return (await kubeRequest(fetch, path, { headers: { accept: AGGREGATED } })).json();
}

/** Source: k8s.io/api/apidiscovery/v2. The first version of a group is the one it prefers; others add what it lacks. */
export function aggregatedKinds(document: Record<string, unknown>): Kind[] {
  return list(document.items).flatMap((item) => {
    const group = text(record(record(item).metadata).name);
    const found = new Map<string, Kind>();
    for (const entry of list(record(item).versions)) {
      const version = text(record(entry).version);
      for (const each of list(record(entry).resources).map(record)) {
        const resource = text(each.resource);
        if (resource === '' || found.has(resource)) continue;
        found.set(resource, {
          group,
          version,
          resource,
          kind: text(record(each.responseKind).kind),
          namespaced: each.scope === 'Namespaced',
          verbs: list(each.verbs).map(String),
          shortNames: list(each.shortNames).map(String),
          categories: list(each.categories).map(String),
        });
      }
    }
    return [...found.values()].filter(isListed);
  });
}

/** Source: metav1.APIResourceList. */
export function listedKinds(document: Record<string, unknown>, groupVersion: string): Kind[] {
  const [version = '', group = ''] = groupVersion.split('/').reverse();
  return list(document.resources)
    .map(record)
    .map((each) => ({
      group,
      version,
      resource: text(each.name),
      kind: text(each.kind),
      namespaced: each.namespaced === true,
      verbs: list(each.verbs).map(String),
      shortNames: list(each.shortNames).map(String),
      categories: list(each.categories).map(String),
    }))
    .filter((kind) => !kind.resource.includes('/') && isListed(kind));
}

function isListed({ kind, verbs }: Kind): boolean {
  return kind !== '' && verbs.includes('list');
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
