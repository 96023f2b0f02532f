import { isDeepStrictEqual } from 'node:util';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { askAccess } from './access-reviews.ts';
import { identityKey } from './identity-key.ts';
import { type Affected, RbacWatch } from './rbac-watch.ts';
import type { Action } from './rights.ts';
import { type RuleSet, reviewRules, ruledBy } from './rule-set.ts';

export interface ClusterRightsOptions {
  cluster: ClusterHandle;
  onChange(affected: Affected): void;
  onError(error: unknown): void;
  now(): number;
  /** Milliseconds after a change within which the cluster may still decide as before. */
  settling: number;
}

interface Entry<T> {
  identity: Identity;
  value: Promise<T>;
  /** The value once it is there. */
  known?: T;
  at: number;
  ask(): Promise<T>;
}

/** How long a decision counts while nobody tells of changes; milliseconds. */
const UNWATCHED_LIFE = 5_000;
const MOST_ENTRIES = 10_000;

/** What people may do in one cluster, as it said itself, for as long as nothing changes. */
export class ClusterRights implements Disposable {
  readonly cluster: ClusterHandle;
  readonly #options: ClusterRightsOptions;
  readonly #watch: RbacWatch;
  readonly #entries = new Map<string, Entry<RuleSet | boolean>>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: ClusterRightsOptions) {
    this.cluster = options.cluster;
    this.#options = options;
    this.#watch = new RbacWatch({
      client: options.cluster.connection.client(),
      onChange: (affected) => this.#changed(affected),
      onLive: () => void this.#recheck(() => true),
      onDoubt: () => this.#entries.clear(),
      onError: options.onError,
    });
  }

  async allows(identity: Identity, action: Action): Promise<boolean> {
    const namespace = 'path' in action ? '' : (action.namespace ?? '');
    const rules = await this.rules(identity, namespace);
    if (rules.complete) return ruledBy(rules, action);
    return this.decides(identity, action);
  }

  /** @param namespace empty: what holds everywhere and for the cluster itself */
  rules(identity: Identity, namespace: string): Promise<RuleSet> {
    return this.#remember(`rules ${namespace}`, identity, () => reviewRules(this.#clientOf(identity), namespace));
  }

  /** By the cluster's word on this one thing. */
  decides(identity: Identity, action: Action): Promise<boolean> {
    return this.#remember(`action ${JSON.stringify(action)}`, identity, () =>
      askAccess(this.#clientOf(identity), action),
    );
  }

  /** What is known already, be it true any more or not; for when the cluster does not answer. */
  lastRules(identity: Identity, namespace: string): RuleSet | undefined {
    return this.#entries.get(`rules ${namespace} ${identityKey(identity)}`)?.known as RuleSet | undefined;
  }

  /** Namespaces that somebody is bound in; undefined: not known. */
  boundNamespaces(identity: Identity): string[] | undefined {
    return this.#watch.boundNamespaces(identity);
  }

  /** Whether somebody has a role of any kind in the cluster, beside what everybody has; undefined: not known. */
  isBound(identity: Identity): boolean | undefined {
    return this.#watch.isBound(identity);
  }

  /** Resolves when `boundNamespaces` answers, or the cluster does not. */
  followed(): Promise<void> {
    return this.#watch.synced;
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#entries.clear();
  }

  #clientOf(identity: Identity) {
    return this.cluster.connection.client(identity);
  }

  #remember<T extends RuleSet | boolean>(what: string, identity: Identity, ask: () => Promise<T>): Promise<T> {
    const key = `${what} ${identityKey(identity)}`;
    const known = this.#entries.get(key);
    const { now } = this.#options;
    if (known !== undefined && (this.#watch.live || now() - known.at < UNWATCHED_LIFE))
      return known.value as Promise<T>;
    const entry: Entry<T> = { identity, value: ask(), at: now(), ask };
    this.#entries.set(key, entry as unknown as Entry<RuleSet | boolean>);
    if (this.#entries.size > MOST_ENTRIES) this.#entries.delete(this.#entries.keys().next().value!);
    entry.value.then(
      (value) => {
        entry.known = value;
      },
      () => {
        if (this.#entries.get(key) === (entry as unknown)) this.#entries.delete(key);
      },
    );
    return entry.value;
  }

  #changed(affected: Affected): void {
    for (const [key, { identity }] of this.#entries) if (affected(identity)) this.#entries.delete(key);
    this.#options.onChange(affected);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#recheck(affected);
    }, this.#options.settling).unref();
    this.#timers.add(timer);
  }

  /**
   * Asks again, and tells only what is different. A cluster hears of changes as we do, and may have decided by the old
   * roles when it was asked right after one.
   */
  async #recheck(affected: Affected): Promise<void> {
    const changed = new Set<string>();
    for (const [key, entry] of [...this.#entries]) {
      if (!affected(entry.identity)) continue;
      try {
        const before = await entry.value;
        const now = await entry.ask();
        if (isDeepStrictEqual(now, before) || this.#entries.get(key) !== entry) continue;
        this.#entries.delete(key);
        changed.add(identityKey(entry.identity));
      } catch {
        this.#entries.delete(key);
      }
    }
    if (changed.size > 0) this.#options.onChange((identity) => changed.has(identityKey(identity)));
  }
}
