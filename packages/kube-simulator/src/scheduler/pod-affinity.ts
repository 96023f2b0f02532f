/** Placement relative to other pods. Source: the InterPodAffinity plugin of kube-scheduler. */
import { type LabelSelector, matchesLabels } from '@luban/kube';
import type { Namespace, Node, Pod, PodAffinityTerm } from '@luban/kube/kinds';
import { labelOf } from '../support/objects.ts';
import { selectorOrNull } from '../support/selection.ts';
import type { ClusterState } from './cluster-state.ts';

/** A term that is ready to be compared. */
interface Term {
  selector: LabelSelector | null;
  namespaces: ReadonlySet<string>;
  namespaceSelector: LabelSelector | null | undefined;
  topologyKey: string;
  weight: number;
}

export interface AffinityRules {
  /** What is wrong with the node for the pod; `resolvable` when other pods would have to go for it. */
  problem(node: Node): { reason: string; resolvable: boolean } | undefined;
  /** Sum of the weights of preferences that the node fulfils. */
  score(node: Node): number;
}

export function hasRequiredAntiAffinity({ spec }: Pod): boolean {
  return (spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length ?? 0) > 0;
}

/** Looks at all placed pods once, and then answers for each node at once. */
export function affinityRules(
  pod: Pod,
  state: ClusterState,
  namespaceOf: (name: string) => Namespace | undefined,
): AffinityRules {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const attract = required(pod, podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const repel = required(pod, podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const prefer = [
    ...weighted(pod, podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, 1),
    ...weighted(pod, podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution, -1),
  ];
  const attracting = attract.map(() => new Set<string>());
  const repelling = repel.map(() => new Set<string>());
  const preferring = prefer.map(() => new Map<string, number>());
  if (attract.length + repel.length + prefer.length > 0) {
    for (const { node, pods } of state.nodes()) {
      for (const other of pods.values()) {
        for (const [index, term] of attract.entries()) {
          const value = topologyValue(node, term);
          if (value !== undefined && selects(term, other, namespaceOf)) attracting[index]?.add(value);
        }
        for (const [index, term] of repel.entries()) {
          const value = topologyValue(node, term);
          if (value !== undefined && selects(term, other, namespaceOf)) repelling[index]?.add(value);
        }
        for (const [index, term] of prefer.entries()) {
          const value = topologyValue(node, term);
          if (value === undefined || !selects(term, other, namespaceOf)) continue;
          const sums = preferring[index]!;
          sums.set(value, (sums.get(value) ?? 0) + term.weight);
        }
      }
    }
  }
  const refused = refusals(pod, state, namespaceOf);
  // The first pod of a group that wants to be together has nobody to go to yet.
  const alone =
    attracting.every((values) => values.size === 0) && attract.every((term) => selects(term, pod, namespaceOf));
  return {
    problem(node) {
      for (const [index, term] of attract.entries()) {
        const value = topologyValue(node, term);
        if (value === undefined || (!alone && !attracting[index]?.has(value))) {
          return { reason: "node(s) didn't match pod affinity rules", resolvable: false };
        }
      }
      if (repel.some((term, index) => repelling[index]?.has(topologyValue(node, term) ?? NOWHERE))) {
        return { reason: "node(s) didn't match pod anti-affinity rules", resolvable: true };
      }
      if (refused.some(({ key, value }) => labelOf(node, key) === value)) {
        return { reason: "node(s) didn't satisfy existing pods anti-affinity rules", resolvable: true };
      }
      return undefined;
    },
    score: (node) =>
      prefer.reduce((sum, term, index) => sum + (preferring[index]?.get(topologyValue(node, term) ?? NOWHERE) ?? 0), 0),
  };
}

/** No value of a label. */
const NOWHERE = '\0';

/** Places where pods are that do not want this one beside them. */
function refusals(pod: Pod, state: ClusterState, namespaceOf: (name: string) => Namespace | undefined) {
  const places: { key: string; value: string }[] = [];
  for (const other of state.exclusivePods()) {
    const node = state.get(state.placeOf(other) ?? '')?.node;
    if (node === undefined) continue;
    for (const term of required(
      other,
      other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    )) {
      const value = topologyValue(node, term);
      if (value !== undefined && selects(term, pod, namespaceOf)) places.push({ key: term.topologyKey, value });
    }
  }
  return places;
}

function required(pod: Pod, terms: readonly PodAffinityTerm[] | undefined): Term[] {
  return (terms ?? []).map((term) => prepare(pod, term, 1));
}

function weighted(
  pod: Pod,
  terms: readonly { weight: number; podAffinityTerm: PodAffinityTerm }[] | undefined,
  sign: number,
): Term[] {
  return (terms ?? []).map(({ weight, podAffinityTerm }) => prepare(pod, podAffinityTerm, sign * weight));
}

function prepare(pod: Pod, term: PodAffinityTerm, weight: number): Term {
  const own = term.namespaces?.length || term.namespaceSelector ? [] : [pod.metadata.namespace ?? ''];
  return {
    // No selector selects no pod here; an empty one selects all.
    selector: term.labelSelector ? selectorOrNull(term.labelSelector) : null,
    namespaces: new Set([...(term.namespaces ?? []), ...own]),
    namespaceSelector: term.namespaceSelector && selectorOrNull(term.namespaceSelector),
    topologyKey: term.topologyKey,
    weight,
  };
}

function selects(term: Term, pod: Pod, namespaceOf: (name: string) => Namespace | undefined): boolean {
  if (term.selector === null || !matchesLabels(term.selector, pod.metadata.labels)) return false;
  const namespace = pod.metadata.namespace ?? '';
  if (term.namespaces.has(namespace)) return true;
  if (!term.namespaceSelector) return false;
  return matchesLabels(term.namespaceSelector, namespaceOf(namespace)?.metadata.labels);
}

function topologyValue(node: Node | undefined, { topologyKey }: Term): string | undefined {
  return node === undefined ? undefined : labelOf(node, topologyKey);
}
