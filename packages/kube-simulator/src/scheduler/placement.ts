import type { Pod } from '@luban/kube/kinds';
import type { Cluster } from '../support/cluster.ts';
import { NAMESPACES } from '../support/kinds.ts';
import { integerBetween } from '../support/random.ts';
import type { ClusterState } from './cluster-state.ts';
import { type PlacementRules, type Problem, problemWith } from './filters.ts';
import { fitMessage } from './fit-message.ts';
import { affinityRules } from './pod-affinity.ts';
import { type Candidate, scoreNodes } from './score.ts';
import { spreadRules } from './topology-spread.ts';
import { volumeRules } from './volume-rules.ts';

export type Placement = { node: string; rules: PlacementRules } | { node?: undefined; message: string };

/** Chooses nodes for pods, one after the other. */
export class Placer {
  readonly #cluster: Cluster;
  readonly #state: ClusterState;
  /** Where the search begins, so that large clusters fill evenly although not every node is looked at. */
  #start = 0;

  constructor(cluster: Cluster, state: ClusterState) {
    this.#cluster = cluster;
    this.#state = state;
  }

  place(pod: Pod): Placement {
    const nodes = this.#state.nodes();
    const volumes = volumeRules(pod, this.#cluster);
    const refuse = (problems: Problem[]) => ({
      message: fitMessage(nodes.length, volumes.blocked, problems, pod.spec.preemptionPolicy),
    });
    if (volumes.blocked !== undefined || nodes.length === 0) return refuse([]);
    const namespaces = this.#cluster.cache(NAMESPACES);
    const rules: PlacementRules = {
      affinity: affinityRules(pod, this.#state, (name) => namespaces.get(name)),
      spread: spreadRules(pod, this.#state),
      volumes,
    };
    const { candidates, problems } = this.#filter(pod, rules);
    if (candidates.length === 0) return refuse(problems);
    const scores = scoreNodes(pod, candidates, rules, this.#state.siblingsOf(pod));
    const best = Math.max(...scores);
    const equal = candidates.filter((_, index) => scores[index] === best);
    const { state } = equal[integerBetween(this.#cluster.random, 0, equal.length - 1)]!;
    return { node: state.name, rules };
  }

  #filter(pod: Pod, rules: PlacementRules) {
    const nodes = this.#state.nodes();
    const enough = searchLimit(nodes.length);
    const candidates: Candidate[] = [];
    const problems: Problem[] = [];
    for (let offset = 0; offset < nodes.length; offset++) {
      const at = (this.#start + offset) % nodes.length;
      const state = nodes[at];
      if (state?.node === undefined) continue;
      const problem = problemWith(pod, state, state.node, rules);
      if (problem !== undefined) problems.push(problem);
      else candidates.push({ state, node: state.node });
      if (candidates.length >= enough) {
        this.#start = (at + 1) % nodes.length;
        break;
      }
    }
    return { candidates, problems };
  }
}

/** How many possible nodes are enough to choose from. Source: numFeasibleNodesToFind of kube-scheduler. */
function searchLimit(nodes: number): number {
  const share = Math.max(5, 50 - nodes / 125);
  return Math.max(100, Math.floor((nodes * share) / 100));
}
