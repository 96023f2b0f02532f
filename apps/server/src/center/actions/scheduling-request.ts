import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { Refusal } from '../../refusal.ts';
import { checkedConfig } from './check-config.ts';
import type { Scheduling } from './plan-actions.ts';
import type { RequestBody } from './request-body.ts';

/** Reads on which clusters an extension is to be, and with which values there. */
export class SchedulingRequests {
  readonly #clusters: ClusterRegistry;

  constructor(clusters: ClusterRegistry) {
    this.#clusters = clusters;
  }

  /** @returns undefined when nothing is said. @throws Refusal LB7608 to LB7610 */
  read(extension: string, body: RequestBody): Scheduling | undefined {
    const names = body.clusters('clusters');
    this.#requireKnown(extension, names ?? []);
    const labels = body.labels('clusterSelector');
    const overrides = this.overrides(extension, body);
    const isPlaced = names !== undefined || labels !== undefined;
    if (!isPlaced && overrides === undefined) return undefined;
    return {
      placement: {
        ...(names !== undefined && { clusters: names }),
        ...(labels !== undefined && { clusterSelector: { matchLabels: labels } }),
      },
      ...(overrides !== undefined && { overrides }),
    };
  }

  /** Values by cluster, laid over those of all. */
  overrides(extension: string, body: RequestBody): Record<string, string> | undefined {
    const overrides = body.byCluster('overrides');
    if (overrides === undefined) return undefined;
    this.#requireKnown(extension, Object.keys(overrides));
    const entries = Object.entries(overrides);
    return Object.fromEntries(entries.map(([name, text]) => [name, checkedConfig(text, `overrides.${name}`)]));
  }

  #requireKnown(extension: string, names: readonly string[]): void {
    const unknown = names.find((name) => this.#clusters.get(name) === undefined);
    if (unknown !== undefined) throw new Refusal(400, 'LB7609', { extension, cluster: unknown });
  }
}
