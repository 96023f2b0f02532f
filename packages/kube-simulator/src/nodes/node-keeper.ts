import { type Clock, isStatusError, microTimestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Lease, Node, NodeStatus } from '@luban/kube/kinds';
import { LEASES, NODES } from '../support/kinds.ts';
import { type NodeOptions, newNode, nodeStatus, playsDead } from './node-object.ts';

export interface NodeKeeperOptions {
  client: KubeClient;
  clock: Clock;
  nodes: readonly NodeOptions[];
  /** Images that a node holds, largest first. */
  imagesOf(node: string): NonNullable<NodeStatus['images']>;
  onError(error: unknown): void;
}

const LEASE_NAMESPACE = 'kube-node-lease';
/** Source: pkg/kubelet, a lease lasts 40 s and is renewed after a quarter of it. */
const LEASE_SECONDS = 40;
const RENEW_AFTER = 10_000;
/** Source: pkg/kubelet, nodeStatusReportFrequency. */
const REPORT_AFTER = 300_000;

/** Registers simulated nodes and keeps their status and leases fresh, with one timer for all of them. */
export class NodeKeeper implements Disposable {
  readonly #options: NodeKeeperOptions;
  readonly #reported = new Map<string, { at: number; text: string }>();
  #timer: Disposable | undefined;
  #ended = false;

  constructor(options: NodeKeeperOptions) {
    this.#options = options;
  }

  /** Resolves when every node is registered and ready. */
  async start(): Promise<void> {
    await Promise.all(this.#options.nodes.map((node, index) => this.#register(node, index)));
    this.#schedule();
  }

  /** To be called when a node's object changed, such as by a new annotation. */
  noticed(node: Node): void {
    const index = this.#options.nodes.findIndex(({ name }) => name === node.metadata.name);
    const options = this.#options.nodes[index];
    if (options === undefined || this.#ended) return;
    this.#report(node, options, index).catch(this.#options.onError);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#timer?.[Symbol.dispose]();
  }

  #schedule(): void {
    if (this.#ended) return;
    this.#timer = this.#options.clock.after(RENEW_AFTER, () => {
      void this.#renewAll().finally(() => this.#schedule());
    });
  }

  async #renewAll(): Promise<void> {
    for (const [index, options] of this.#options.nodes.entries()) {
      if (this.#ended) return;
      try {
        await this.#register(options, index);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  async #register(options: NodeOptions, index: number): Promise<void> {
    const { client } = this.#options;
    let node: Node;
    try {
      node = await client.get<Node>({ ...NODES, name: options.name });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      node = await client.create<Node>(NODES, newNode(options, index));
    }
    await this.#report(node, options, index);
    if (!playsDead(node)) await this.#renew(node);
  }

  async #report(node: Node, options: NodeOptions, index: number): Promise<void> {
    const { client, clock, imagesOf } = this.#options;
    const now = clock.now();
    const status = nodeStatus(node, options, index, now, imagesOf(options.name));
    const text = JSON.stringify(status, (key, value: unknown) => (key.startsWith('last') ? undefined : value));
    const last = this.#reported.get(options.name);
    const lost =
      node.status?.conditions?.find(({ type }) => type === 'Ready')?.status !== (playsDead(node) ? 'Unknown' : 'True');
    if (!lost && last?.text === text && now - last.at < REPORT_AFTER) return;
    this.#reported.set(options.name, { at: now, text });
    await client.patch({ ...NODES, name: options.name, subresource: 'status' }, 'strategic', { status });
  }

  async #renew(node: Node): Promise<void> {
    const { client, clock } = this.#options;
    const { name = '', uid = '' } = node.metadata;
    const renewTime = microTimestamp(clock.now());
    try {
      await client.patch({ ...LEASES, namespace: LEASE_NAMESPACE, name }, 'merge', { spec: { renewTime } });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      const lease: Lease = {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: {
          name,
          namespace: LEASE_NAMESPACE,
          ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
        },
        spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
      };
      await client.create({ ...LEASES, namespace: LEASE_NAMESPACE }, lease);
    }
  }
}
