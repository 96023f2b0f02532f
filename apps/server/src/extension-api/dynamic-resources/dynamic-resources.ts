import { type Clock, systemClock } from '@luban/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import { pathOf } from '../../errors.ts';
import type { Identity } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { Rights } from '../../rights/rights.ts';
import { workspaceNamespaces } from '../../rights/workspace-namespaces.ts';
import { ofCluster } from '../cluster-failure.ts';
import type { ResourceRequest } from '../resource-request.ts';
import { answerList } from './answer-list.ts';
import { answerObject } from './answer-object.ts';
import { answerWatch } from './answer-watch.ts';
import { type ServedKind, ServedKinds } from './served-kinds.ts';
import { SharedLists } from './shared-lists.ts';

export interface DynamicResourcesOptions {
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

interface ClusterKinds {
  handle: ClusterHandle;
  kinds: ServedKinds;
  lists: SharedLists;
  ready: Promise<void>;
}

/** A namespace of the address is in the workspace of the address, if there are both. */
async function isProject({ cluster, asked: { workspace, namespace } }: DynamicRequest): Promise<boolean> {
  if (workspace === undefined || namespace === undefined) return true;
  return (await ofCluster(cluster.name, workspaceNamespaces(cluster, workspace))).includes(namespace);
}

/** How long somebody waits for a cluster that was not looked at before. */
const PATIENCE = 2_000;

/**
 * Kinds whose definitions have the label `kubesphere.io/resource-served: "true"`, with pages, sorting and filters. Reading
 * lists comes from a copy that all share; everything else is asked for in the name of the person.
 */
export class DynamicResources implements Disposable {
  readonly #options: DynamicResourcesOptions;
  readonly #clusters = new Map<string, ClusterKinds>();

  constructor(host: ClusterHandle, options: DynamicResourcesOptions) {
    this.#options = options;
    this.#follow(host);
  }

  /** @throws Refusal 404 for kinds that are not served */
  async answer(request: FastifyRequest, reply: FastifyReply, asked: DynamicRequest): Promise<FastifyReply> {
    const { kinds, lists } = await this.#of(asked.cluster);
    const kind = this.#kindOf(kinds, asked.asked);
    if (kind === undefined || !(await isProject(asked))) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
    const served: ServedRequest = { ...asked, kind, lists, rights: this.#options.rights };
    const { verb } = asked.asked;
    if (verb === 'list') return answerList(reply, served);
    if (verb === 'watch') return answerWatch(request, reply, served);
    return answerObject(request, reply, served);
  }

  [Symbol.dispose](): void {
    for (const { kinds, lists } of this.#clusters.values()) {
      kinds[Symbol.dispose]();
      lists[Symbol.dispose]();
    }
    this.#clusters.clear();
  }

  #kindOf(kinds: ServedKinds, { group, version, resource, namespace, subresource }: ResourceRequest) {
    if (resource === undefined) return undefined;
    if (subresource !== undefined && subresource !== 'status' && subresource !== 'scale') return undefined;
    const kind = kinds.find(group, version, resource);
    return kind?.namespaced === false && namespace !== undefined ? undefined : kind;
  }

  async #of(handle: ClusterHandle): Promise<ClusterKinds> {
    const known = this.#clusters.get(handle.name);
    // A handle is made anew with its connection.
    const cluster = known?.handle.connection === handle.connection ? known : this.#follow(handle);
    const { clock = systemClock } = this.#options;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _patience = clock.after(PATIENCE, resolve);
    await Promise.race([cluster.ready, late]);
    return cluster;
  }

  #follow(handle: ClusterHandle): ClusterKinds {
    const known = this.#clusters.get(handle.name);
    known?.kinds[Symbol.dispose]();
    known?.lists[Symbol.dispose]();
    const client = handle.connection.client();
    const { clock, onError, linger } = this.#options;
    const kinds = new ServedKinds(client, { clock, onError });
    const lists = new SharedLists({ client, clock, onError, linger });
    const followed = { handle, kinds, lists, ready: kinds.start() };
    this.#clusters.set(handle.name, followed);
    return followed;
  }
}
