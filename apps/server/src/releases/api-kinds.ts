import { apiVersionOf, isStatusError, parseApiVersion } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

/** A kind that a cluster serves. */
export interface ApiKind {
  group: string;
  version: string;
  resource: string;
  kind: string;
  isNamespaced: boolean;
  verbs: readonly string[];
}

interface Discovery {
  items?: {
    metadata?: { name?: string };
    versions?: {
      version: string;
      resources?: {
        resource: string;
        scope?: string;
        verbs?: string[];
        responseKind?: { kind?: string };
      }[];
    }[];
  }[];
  groups?: { name: string; versions: { groupVersion: string }[] }[];
  versions?: string[];
}

interface ResourceList {
  resources?: { name: string; kind: string; namespaced: boolean; verbs?: string[] }[];
}

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/** The kinds of a cluster, in the order in which it prefers their versions. */
export class ApiKinds {
  readonly #kinds: readonly ApiKind[];
  readonly #byKind = new Map<string, ApiKind>();

  constructor(kinds: readonly ApiKind[]) {
    this.#kinds = kinds;
    for (const kind of kinds) this.#byKind.set(`${kind.group}/${kind.version}/${kind.kind}`, kind);
  }

  static async of(client: KubeClient): Promise<ApiKinds> {
    const kinds: ApiKind[] = [];
    const aggregated = client.withHeaders({ accept: AGGREGATED });
    for (const path of ['/api', '/apis']) {
      const answer = await aggregated.json<Discovery>('GET', path);
      if (answer.items === undefined) kinds.push(...(await byGroup(client, answer)));
      for (const { metadata, versions = [] } of answer.items ?? []) {
        for (const { version, resources = [] } of versions) {
          for (const { resource, scope, verbs = [], responseKind } of resources) {
            if (!responseKind?.kind) continue;
            const isNamespaced = scope !== 'Cluster';
            kinds.push({
              ...{ group: metadata?.name ?? '', version, resource, kind: responseKind.kind, isNamespaced, verbs },
            });
          }
        }
      }
    }
    return new ApiKinds(kinds);
  }

  find(apiVersion: string, kind: string): ApiKind | undefined {
    const { group, version } = parseApiVersion(apiVersion);
    const exact = this.#byKind.get(`${group}/${version}/${kind}`);
    // An object does not go because a version of its kind did.
    return exact ?? this.#kinds.find((other) => other.group === group && other.kind === kind);
  }

  /** As templates ask for them: `apps/v1` and `apps/v1/Deployment`. */
  apiVersions(): string[] {
    const versions = new Set<string>();
    for (const { group, version, kind } of this.#kinds) {
      const apiVersion = apiVersionOf({ group, version });
      versions.add(apiVersion).add(`${apiVersion}/${kind}`);
    }
    return [...versions];
  }

  serves(group: string, resource: string): boolean {
    return this.#kinds.some((kind) => kind.group === group && kind.resource === resource);
  }

  /** Each resource once, in the version that the cluster prefers. */
  preferred(): ApiKind[] {
    const seen = new Set<string>();
    return this.#kinds.filter(({ group, resource }) => {
      const key = `${resource}.${group}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    });
  }
}

async function byGroup(client: KubeClient, { groups = [], versions = [] }: Discovery): Promise<ApiKind[]> {
  const paths = [
    ...versions.map((version) => ({ path: `/api/${version}`, group: '', version })),
    ...groups.flatMap((group) =>
      group.versions.map(({ groupVersion }) => ({
        path: `/apis/${groupVersion}`,
        ...parseApiVersion(groupVersion),
      })),
    ),
  ];
  const lists = await Promise.all(
    paths.map(async ({ path, group, version }) => {
      try {
        const { resources = [] } = await client.json<ResourceList>('GET', path);
        return resources
          .filter(({ name }) => !name.includes('/'))
          .map(({ name, kind, namespaced, verbs = [] }): ApiKind => {
            return { group, version, resource: name, kind, isNamespaced: namespaced, verbs };
          });
      } catch (error) {
        // An aggregated API that is down takes nothing from the others.
        if (isStatusError(error)) return [];
        throw error;
      }
    }),
  );
  return lists.flat();
}
