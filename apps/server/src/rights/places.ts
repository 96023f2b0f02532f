import type { KubeObject } from '@luban/kube';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import type { CachedRights } from './cached-rights.ts';
import { isAway } from './is-away.ts';
import { metadataClient } from './metadata-client.ts';
import { TENANT, WORKSPACE_LABEL } from './roles/access-objects.ts';
import { ruledBy } from './rule-set.ts';
import { within } from './within.ts';

export interface ClusterPlace {
  name: string;
  displayName: string;
  state: ClusterHandle['health']['state'];
  /** Why it is not ready, in a sentence. */
  reason?: string;
}

export interface ProjectPlace {
  name: string;
  workspace?: string;
}

/** The answer of `GET /api/places`. */
export interface Places {
  clusters: ClusterPlace[];
  /** The cluster that `projects` are of. */
  cluster?: string;
  projects: ProjectPlace[];
  /** There are more projects than are listed. */
  more?: true;
  workspaces: { name: string }[];
}

const MOST_PROJECTS = 1_000;
const PATIENCE = 3_000;
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' } as const;

/** Where somebody may go. */
export class PlaceFinder {
  readonly #clusters: ClusterRegistry;
  readonly #rights: CachedRights;

  constructor(clusters: ClusterRegistry, rights: CachedRights) {
    this.#clusters = clusters;
    this.#rights = rights;
  }

  /** @param cluster whose projects are wanted */
  async places(identity: Identity, cluster: string | undefined): Promise<Places> {
    const found = cluster === undefined ? undefined : this.#rights.in(cluster).cluster;
    const [clusters, projects, workspaces] = await Promise.all([
      this.clusters(identity),
      found && within(PATIENCE, this.#projects(identity, found)).catch(() => undefined),
      within(PATIENCE, this.#workspaces(identity)).catch(() => []),
    ]);
    return {
      clusters,
      ...(found !== undefined && { cluster: found.name }),
      projects: projects?.slice(0, MOST_PROJECTS) ?? [],
      ...((projects?.length ?? 0) > MOST_PROJECTS && { more: true }),
      workspaces,
    };
  }

  /**
   * Clusters that a role of theirs lets the person into, and those of which that is not known; all for who may list the
   * objects that stand for them.
   */
  async clusters(identity: Identity): Promise<ClusterPlace[]> {
    const listsAll = await this.#may(identity, this.#clusters.host.name, 'cluster.kubesphere.io', 'clusters');
    const all = await Promise.all(
      this.#clusters
        .list()
        .map(async (cluster) => (listsAll || (await this.#mayEnter(identity, cluster)) ? cluster : undefined)),
    );
    return all.flatMap((cluster) => {
      if (cluster === undefined) return [];
      const { name, displayName, health } = cluster;
      return { name, displayName, state: health.state, ...(health.reason !== undefined && { reason: health.reason }) };
    });
  }

  /** The one project that somebody has who has nothing else. */
  async onlyProject(identity: Identity): Promise<{ cluster: string; project: string } | undefined> {
    let only: { cluster: string; project: string } | undefined;
    for (const { name } of await this.clusters(identity)) {
      const rights = this.#rights.in(name);
      const bound = rights.boundNamespaces(identity);
      if (bound === undefined || bound.length > 1 || (bound.length === 1 && only !== undefined)) return undefined;
      if (await this.#seesAll(identity, name)) return undefined;
      if (bound[0] !== undefined) only = { cluster: name, project: bound[0] };
    }
    return only;
  }

  async #mayEnter(identity: Identity, { name, health }: ClusterHandle): Promise<boolean> {
    const rights = this.#rights.in(name);
    if (!isAway(health)) await within(PATIENCE / 2, rights.followed()).catch(() => {});
    return rights.isBound(identity) ?? true;
  }

  async #projects(identity: Identity, cluster: ClusterHandle): Promise<ProjectPlace[]> {
    if (await this.#seesAll(identity, cluster.name)) {
      const { items } = await metadataClient(cluster.connection).list(NAMESPACES, { limit: MOST_PROJECTS + 1 });
      return items.map(placeOf);
    }
    const rights = this.#rights.in(cluster.name);
    await rights.followed();
    return (rights.boundNamespaces(identity) ?? []).map((name) => ({ name }));
  }

  #seesAll(identity: Identity, cluster: string): Promise<boolean> {
    return this.#may(identity, cluster, '', 'namespaces');
  }

  #may(identity: Identity, cluster: string, group: string, resource: string): Promise<boolean> {
    const allowed = this.#rights.allows(identity, { cluster, verb: 'list', group, resource });
    return within(PATIENCE / 2, allowed).catch(() => false);
  }

  /** Those that the person may list, or each that they may look at. */
  async #workspaces(identity: Identity): Promise<{ name: string }[]> {
    const { host } = this.#clusters;
    const client = metadataClient(host.connection);
    const kinds = ['workspacetemplates', 'workspaces'];
    const lists = await Promise.all(kinds.map((resource) => client.list({ ...TENANT, resource })));
    const names = new Set(lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.name!)));
    const rules = await this.#rights.in(host.name).rules(identity, '');
    const action = { cluster: host.name, group: TENANT.group };
    const sees = (name: string) =>
      kinds.some(
        (resource) =>
          ruledBy(rules, { ...action, resource, verb: 'list' }) ||
          ruledBy(rules, { ...action, resource, verb: 'get', name }),
      );
    return [...names]
      .filter(sees)
      .sort()
      .map((name) => ({ name }));
  }
}

function placeOf({ metadata }: KubeObject): ProjectPlace {
  const workspace = metadata.labels?.[WORKSPACE_LABEL];
  return { name: metadata.name!, ...(workspace && { workspace }) };
}
