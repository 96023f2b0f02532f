import type { Clock } from '@luban/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterHandle, ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { pathOf } from '../../errors.ts';
import type { Identity } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { Rights } from '../../rights/rights.ts';
import { workspaceNamespaces } from '../../rights/workspace-namespaces.ts';
import { ofCluster } from '../cluster-failure.ts';
import { PerCluster, quietWhenAway } from '../per-cluster.ts';
import type { ResourceRequest } from '../resource-request.ts';
import { answerList } from './answer-list.ts';
import { answerObject } from './answer-object.ts';
import { answerWatch } from './answer-watch.ts';
import { type ServedKind, ServedKinds } from './served-kinds.ts';
import { SharedLists } from './shared-lists.ts';

export interface DynamicResourcesOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  clock?: Clock;
  onError(error: unknown): void;
  /** Milliseconds that a list is followed after somebody asked for it. */
  linger?: number;
}

/** A request for a kind that no APIService answers for. */
export interface DynamicRequest {
  cluster: ClusterHandle;
  identity: Identity;
  asked: ResourceRequest;
  query: string | undefined;
}

/** The same, for a kind that is served. */
export interface ServedRequest extends DynamicRequest {
  kind: ServedKind;
  lists: SharedLists;
  rights: Rights;
}

/** A namespace of the address is in the workspace of the address, if there are both. */
async function isProject({ cluster, asked: { workspace, namespace } }: DynamicRequest): Promise<boolean> {
  if (workspace === undefined || namespace === undefined) return true;
  return (await ofCluster(cluster.name, workspaceNamespaces(cluster, workspace))).includes(namespace);
}

/**
 * Kinds whose definitions have the label `kubesphere.io/resource-served: "true"`, with pages, sorting and filters. Reading
 * lists comes from a copy that all share; everything else is asked for in the name of the person.
 */
export class DynamicResources implements Disposable {
  readonly #options: DynamicResourcesOptions;
  readonly #clusters: PerCluster<ClusterKinds>;

  constructor(options: DynamicResourcesOptions) {
    const { clusters, clock } = options;
    this.#options = options;
    this.#clusters = new PerCluster({ clusters, clock, follow: (handle) => this.#follow(handle) });
    this.#clusters.now(clusters.host);
  }

  /** @throws Refusal 404 for kinds that are not served */
  async answer(request: FastifyRequest, reply: FastifyReply, asked: DynamicRequest): Promise<FastifyReply> {
    const { kinds, lists } = await this.#clusters.of(asked.cluster);
    const kind = kindOf(kinds, asked.asked);
    if (kind === undefined || !(await isProject(asked))) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
    const served: ServedRequest = { ...asked, kind, lists, rights: this.#options.rights };
    const { verb } = asked.asked;
    if (verb === 'list') return answerList(reply, served);
    if (verb === 'watch') return answerWatch(request, reply, served);
    return answerObject(request, reply, served);
  }

  [Symbol.dispose](): void {
    this.#clusters[Symbol.dispose]();
  }

  #follow(handle: ClusterHandle): { value: ClusterKinds; ready: Promise<void> } {
    const { clock, linger } = this.#options;
    const client = handle.connection.client();
    const onError = quietWhenAway(handle, this.#options.onError);
    const kinds = new ServedKinds(client, { clock, onError });
    const lists = new SharedLists({ client, clock, onError, linger });
    const end = () => {
      kinds[Symbol.dispose]();
      lists[Symbol.dispose]();
    };
    return { value: { kinds, lists, [Symbol.dispose]: end }, ready: kinds.start() };
  }
}

interface ClusterKinds extends Disposable {
  kinds: ServedKinds;
  lists: SharedLists;
}

function kindOf(kinds: ServedKinds, { group, version, resource, namespace, subresource }: ResourceRequest) {
  if (resource === undefined) return undefined;
  if (subresource !== undefined && subresource !== 'status' && subresource !== 'scale') return undefined;
  const kind = kinds.find(group, version, resource);
  return kind?.namespaced === false && namespace !== undefined ? undefined : kind;
}
