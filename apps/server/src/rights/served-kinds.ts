import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

/** `group/version/Kind` of everything that a cluster serves, `core` standing for the group without a name. */
export type ServedKinds = ReadonlySet<string>;

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

interface Discovery {
  kind: string;
  items?: {
    metadata?: { name?: string };
    versions?: { version: string; resources?: { responseKind?: { kind?: string } }[] }[];
  }[];
  groups?: { versions: { groupVersion: string }[] }[];
  versions?: string[];
}

/** Asks a cluster what it serves; one that cannot tell all at once is asked group by group. */
export async function servedKinds(client: KubeClient): Promise<ServedKinds> {
  const kinds = new Set<string>();
  const aggregated = client.withHeaders({ accept: AGGREGATED });
  for (const path of ['/api', '/apis']) {
    const answer = await aggregated.json<Discovery>('GET', path);
    if (answer.items === undefined) await byGroup(client, answer, kinds);
    for (const { metadata, versions = [] } of answer.items ?? []) {
      for (const { version, resources = [] } of versions) {
        for (const { responseKind } of resources) {
          if (responseKind?.kind) kinds.add(`${metadata?.name || 'core'}/${version}/${responseKind.kind}`);
        }
      }
    }
  }
  return kinds;
}

/** @param type its parts may be `*` */
export function servesKind(kinds: ServedKinds, type: string): boolean {
  if (!type.includes('*')) return kinds.has(type);
  const wanted = type.split('/');
  for (const kind of kinds) {
    const parts = kind.split('/');
    if (wanted.length === parts.length && wanted.every((part, i) => part === '*' || part === parts[i])) return true;
  }
  return false;
}

async function byGroup(client: KubeClient, { groups = [], versions = [] }: Discovery, kinds: Set<string>) {
  const paths = [
    ...versions.map((version) => [`/api/${version}`, `core/${version}`]),
    ...groups.flatMap((group) => group.versions.map(({ groupVersion }) => [`/apis/${groupVersion}`, groupVersion])),
  ] as [string, string][];
  await Promise.all(
    paths.map(async ([path, name]) => {
      try {
        const { resources } = await client.json<{ resources: { kind: string; name: string }[] }>('GET', path);
        for (const resource of resources) if (!resource.name.includes('/')) kinds.add(`${name}/${resource.kind}`);
      } catch (error) {
        // An aggregated API that is down takes nothing from the others.
        if (!isStatusError(error)) throw error;
      }
    }),
  );
}
