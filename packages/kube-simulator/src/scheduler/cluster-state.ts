import type { Node, Pod } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { onChange } from '../support/controller.ts';
import { NODES, PODS } from '../support/kinds.ts';
import { isDeleting, keyOf } from '../support/objects.ts';
import { controllerOf } from '../support/owners.ts';
import { isTerminal } from '../support/pods.ts';
import { NodeState } from './node-state.ts';
import { hasRequiredAntiAffinity } from './pod-affinity.ts';

const NONE: ReadonlyMap<string, number> = new Map();

/** Nodes with their pods, kept up to date change by change. Pods just placed count before the API says so. */
export class ClusterState implements Disposable {
  readonly #states = new Map<string, NodeState>();
  /** Where each pod is counted. */
  readonly #places = new Map<string, string>();
  readonly #assumed = new Map<string, { node: string; uid: string | undefined }>();
  readonly #exclusive = new Map<string, Pod>();
  /** How many active pods of a controller, by its unique id, are on each node. */
  readonly #siblings = new Map<string, Map<string, number>>();
  readonly #subscriptions: Disposable[];
  #nodes: NodeState[] | undefined;

  constructor(cluster: Cluster) {
    this.#subscriptions = [
      cluster.cache(NODES).subscribe({
        onAdd: (node) => this.#setNode(node),
        onUpdate: (node) => this.#setNode(node),
        onDelete: ({ metadata }) => {
          this.#state(metadata.name ?? '').node = undefined;
          this.#nodes = undefined;
        },
      }),
      onChange(cluster.cache(PODS), (pod) => this.#setPod(pod, cluster.cache(PODS).get(keyOf(pod)) === undefined)),
    ];
  }

  /** Nodes that exist, by name. */
  nodes(): readonly NodeState[] {
    this.#nodes ??= [...this.#states.values()]
      .filter(({ node }) => node !== undefined)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.#nodes;
  }

  get(name: string): NodeState | undefined {
    return this.#states.get(name);
  }

  /** Placed pods that refuse certain others. */
  exclusivePods(): Iterable<Pod> {
    return this.#exclusive.values();
  }

  /** How many pods of the same controller each node has. */
  siblingsOf(pod: Pod): ReadonlyMap<string, number> {
    return this.#siblings.get(controllerOf(pod)?.uid ?? '') ?? NONE;
  }

  /** Name of the node on which the pod counts. */
  placeOf(pod: Pod): string | undefined {
    return this.#places.get(keyOf(pod));
  }

  /** Counts the pod on the node until `forget`, or until the API tells where it is. */
  assume(pod: Pod, node: string): void {
    this.#assumed.set(keyOf(pod), { node, uid: pod.metadata.uid });
    this.#setPod(pod, false);
  }

  forget(pod: Pod): void {
    if (!this.#assumed.delete(keyOf(pod))) return;
    this.#setPod(pod, false);
  }

  isAssumed(pod: Pod): boolean {
    return this.#assumed.get(keyOf(pod))?.uid === pod.metadata.uid;
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }

  #setNode(node: Node): void {
    const state = this.#state(node.metadata.name ?? '');
    if (state.node === undefined) this.#nodes = undefined;
    state.node = node;
  }

  #setPod(pod: Pod, gone: boolean): void {
    const key = keyOf(pod);
    if (gone || pod.spec.nodeName) this.#assumed.delete(key);
    const place = gone || isTerminal(pod) ? undefined : pod.spec.nodeName || this.#assumed.get(key)?.node;
    this.#unplace(key);
    if (place === undefined) return;
    this.#places.set(key, place);
    this.#state(place).add(pod);
    this.#countSibling(pod, place, 1);
    if (hasRequiredAntiAffinity(pod)) this.#exclusive.set(key, pod);
  }

  #unplace(key: string): void {
    const former = this.#places.get(key);
    if (former === undefined) return;
    const state = this.#states.get(former);
    const pod = state?.pods.get(key);
    if (pod !== undefined) this.#countSibling(pod, former, -1);
    state?.remove(key);
    this.#exclusive.delete(key);
    this.#places.delete(key);
  }

  #countSibling(pod: Pod, node: string, change: number): void {
    const uid = controllerOf(pod)?.uid;
    if (uid === undefined || isDeleting(pod)) return;
    const counts = this.#siblings.get(uid) ?? new Map<string, number>();
    const count = (counts.get(node) ?? 0) + change;
    if (count > 0) counts.set(node, count);
    else counts.delete(node);
    if (counts.size > 0) this.#siblings.set(uid, counts);
    else this.#siblings.delete(uid);
  }

  #state(name: string): NodeState {
    let state = this.#states.get(name);
    if (state === undefined) {
      state = new NodeState(name);
      this.#states.set(name, state);
    }
    return state;
  }
}
