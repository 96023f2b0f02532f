import { type Clock, isStatusError } from '@luban/kube';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import { clusterOf, objectName, queryText } from './container-query.ts';
import { HELPER_PODS, HelperPods } from './helper-pods.ts';
import { nodeShellPod, SHELL_CONTAINER } from './node-shell-pod.ts';
import type { ShellPlan } from './terminal-door.ts';
import type { TerminalSettings } from './terminal-settings.ts';

export interface NodeShellsOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  settings(): Promise<TerminalSettings>;
  onError(error: unknown): void;
  clock: Clock;
}

export interface NodeShellTarget {
  cluster: ClusterHandle;
  node: string;
}

const NODES = { group: '', version: 'v1', resource: 'nodes' };

/**
 * Shells on nodes: a privileged pod that enters the namespaces of the node's first process. It is made in the person's
 * own name, and takes the right to `nodes/proxy` besides, with which one is root on nodes anyway.
 */
export class NodeShells implements AsyncDisposable {
  readonly pods: HelperPods;
  readonly #options: NodeShellsOptions;

  constructor(options: NodeShellsOptions) {
    this.#options = options;
    this.pods = new HelperPods(options);
  }

  /** Reads `cluster` and `node`. @throws Refusal 404 LB5100, 400 LB5601 */
  read(query: unknown): NodeShellTarget {
    return { cluster: clusterOf(query, this.#options.clusters), node: objectName('node', queryText(query, 'node')) };
  }

  /**
   * Starts the pod. It goes when the plan's terminal ends.
   *
   * @throws Refusal LB5613 not switched on, LB5614 not allowed, LB5615 the pod did not start
   */
  async open(
    identity: Identity,
    { cluster, node }: NodeShellTarget,
    signal: AbortSignal,
  ): Promise<Omit<ShellPlan, 'size'>> {
    const { nodeShellImage: image } = await this.#options.settings();
    if (image === undefined) throw new Refusal(403, 'LB5613');
    const refused = (reason: string) =>
      new Refusal(403, 'LB5614', { user: identity.name, node, cluster: cluster.name, reason });
    const allowed = () => this.#mayProxy(identity, cluster, node);
    if (!(await allowed())) throw refused('nodes/proxy');
    const client = cluster.connection.client();
    const { metadata } = await client.get({ ...NODES, name: node }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) throw refused(error.message);
      throw error;
    });
    const simulated = metadata.labels?.['luban.dev/simulated'] === 'true';
    await ensureOwnNamespace(client);
    const used = new Date(this.#options.clock.now()).toISOString();
    const pod = await cluster.connection
      .client(identity)
      .create(HELPER_PODS, nodeShellPod({ node, image, user: identity.name, used }))
      .catch((error: unknown) => {
        if (isStatusError(error)) throw refused(error.message.slice(0, 300));
        throw error;
      });
    const held = this.pods.hold(cluster, pod.metadata.name!);
    try {
      const reason = await this.pods.started(cluster, pod.metadata.name!, signal);
      if (reason !== undefined) throw new Refusal(504, 'LB5615', { node, reason: reason.slice(0, 300) });
    } catch (error) {
      held[Symbol.dispose]();
      throw error;
    }
    return {
      target: { cluster, namespace: OWN_NAMESPACE, pod: pod.metadata.name!, container: SHELL_CONTAINER },
      candidates: [...ENTERING, ...(simulated ? [['sh']] : [])],
      allowed,
      onEnd: () => held[Symbol.dispose](),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pods[Symbol.asyncDispose]();
  }

  #mayProxy(identity: Identity, { name: cluster }: ClusterHandle, node: string): Promise<boolean> {
    const action = { cluster, verb: 'create', group: '', resource: 'nodes', subresource: 'proxy', name: node };
    return this.#options.rights.allows(identity, action);
  }
}

/** Into the mounts, host name, sockets, network and processes of the node. */
const ENTERING = ['bash', 'sh'].map((shell) => ['nsenter', '-t', '1', '-m', '-u', '-i', '-n', '-p', shell]);
