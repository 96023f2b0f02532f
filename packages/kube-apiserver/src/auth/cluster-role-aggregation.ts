import { type KubeObject, type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import type { Store } from '../store/store.ts';
import { RevisionConflict } from '../store/store.ts';
import { type PolicyRule, readRules, ruleObject } from './policy-rule.ts';
import { CLUSTER_ROLES } from './rbac-binding.ts';

/**
 * The rules of a ClusterRole that gathers those of others, each once, in the order of their names. What it gathers may
 * gather in turn, as `admin` does `edit`; roles that gather one another in a circle all get what is outside of it.
 *
 * @returns undefined for a role without an aggregation rule, whose rules are its own
 */
export function aggregatedRules(role: KubeObject, all: readonly KubeObject[]): PolicyRule[] | undefined {
  if (aggregationSelectors(role) === undefined) return undefined;
  const sorted = [...all].sort(byName);
  const gathered = new Map<string, PolicyRule>();
  const seen = new Set([role.metadata.name]);
  const gather = (from: KubeObject): void => {
    const selectors = aggregationSelectors(from);
    if (selectors === undefined) {
      for (const rule of readRules(from)) gathered.set(JSON.stringify(ruleObject(rule)), rule);
      return;
    }
    for (const source of sorted) {
      if (seen.has(source.metadata.name) || !selectors.some((selector) => selects(selector, source))) continue;
      seen.add(source.metadata.name);
      gather(source);
    }
  };
  gather(role);
  return [...gathered.values()];
}

/** The selectors of an aggregation rule, or undefined when there is none. */
export function aggregationSelectors(role: KubeObject): Record<string, unknown>[] | undefined {
  const rule = role.aggregationRule;
  if (!isObject(rule)) return undefined;
  return Array.isArray(rule.clusterRoleSelectors) ? rule.clusterRoleSelectors.filter(isObject) : [];
}

/** Keeps the rules of aggregating ClusterRoles in step with the roles they gather. */
export class ClusterRoleAggregation implements AsyncDisposable {
  readonly #store: Store;
  readonly #subscription: Disposable;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #again = false;
  #ended = false;

  /** @param onError Told of failed writes. Default: none is. */
  constructor(store: Store, onError: (error: unknown) => void = () => {}) {
    this.#store = store;
    this.#onError = onError;
    this.#subscription = store.subscribe(CLUSTER_ROLES, undefined, () => void this.settle());
    void this.settle();
  }

  /** Resolves when every role is in step with what is in the store now. Never rejects. */
  settle(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#ended) {
      this.#again = false;
      try {
        await aggregateClusterRoles(this.#store);
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    this.#subscription[Symbol.dispose]();
    await this.#running;
  }
}

/** Writes what is out of step, until nothing is. */
export async function aggregateClusterRoles(store: Store): Promise<void> {
  for (;;) {
    const items = store.list(CLUSTER_ROLES).items;
    const all = items.map(({ object }) => object);
    const writes: Promise<unknown>[] = [];
    for (const { key, revision, object } of items) {
      const rules = aggregatedRules(object, all)?.map(ruleObject);
      if (rules === undefined || JSON.stringify(rules) === JSON.stringify(readRules(object).map(ruleObject))) continue;
      const written = { ...object, metadata: { ...object.metadata }, rules };
      try {
        writes.push(store.write({ resource: CLUSTER_ROLES, key, object: written, expected: revision }));
      } catch (error) {
        if (!(error instanceof RevisionConflict)) throw error;
        // Somebody wrote meanwhile. What they wrote is durable soon, and the next round sees it.
        writes.push(new Promise((resolve) => setImmediate(resolve)));
      }
    }
    if (writes.length === 0) return;
    await Promise.all(writes);
  }
}

/** An invalid selector, which validation keeps out, selects nothing. */
function selects(selector: Record<string, unknown>, role: KubeObject): boolean {
  try {
    return matchesLabels(labelSelectorFromObject(selector as LabelSelectorObject), role.metadata.labels);
  } catch {
    return false;
  }
}

function byName(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a.metadata.name ?? '', b.metadata.name ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}
