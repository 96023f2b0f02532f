import { randomUUID } from 'node:crypto';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { ClusterRights } from './cluster-rights.ts';
import { identityKey } from './identity-key.ts';
import { isAway } from './is-away.ts';
import type { Action, Rights } from './rights.ts';

export interface CachedRightsOptions {
  clusters: ClusterRegistry;
  onError(error: unknown): void;
  /** Milliseconds without a question after which a cluster's roles are no longer followed. Default: 10 minutes. */
  linger?: number;
  /** Milliseconds after a change within which a cluster may still decide as before. Default: 1,000. */
  settling?: number;
  /** Default: `Date.now`. */
  now?: () => number;
}

interface Known {
  rights: ClusterRights;
  /** When somebody asked last. */
  asked: number;
  /** It did not answer then. */
  away: boolean;
}

type Listener = Parameters<Rights['watch']>[0];

const MOST_STAMPS = 10_000;

/** Decisions of the clusters, kept until a role or binding changes that they may depend on. */
export class CachedRights implements Rights, Disposable {
  readonly #options: Required<CachedRightsOptions>;
  readonly #clusters = new Map<string, Known>();
  readonly #listeners = new Set<Listener>();
  readonly #sweep: NodeJS.Timeout;
  /** Tells states of this process from those of another. */
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #stamps = new Map<string, { identity: Identity; count: number }>();
  #count = 0;

  constructor(options: CachedRightsOptions) {
    this.#options = { linger: 600_000, settling: 1_000, now: Date.now, ...options };
    this.#sweep = setInterval(() => this.#end(), 60_000).unref();
  }

  async allows(identity: Identity, action: Action): Promise<boolean> {
    return this.in(action.cluster).allows(identity, action);
  }

  /** @throws Refusal 404 for a cluster that does not exist */
  in(name: string): ClusterRights {
    const cluster = this.#options.clusters.get(name);
    if (cluster === undefined) throw new Refusal(404, 'LB5100', { cluster: name });
    const known = this.#clusters.get(cluster.name);
    const away = isAway(cluster.health);
    // One that is back is followed anew at once: those who wait for it wait longer and longer.
    if (known !== undefined && known.rights.cluster.connection === cluster.connection && (away || !known.away)) {
      known.asked = this.#options.now();
      known.away = away;
      return known.rights;
    }
    known?.rights[Symbol.dispose]();
    const { onError, now, settling } = this.#options;
    const rights = new ClusterRights({
      cluster,
      onError: (error) => void (isAway(cluster.health) || onError(error)),
      now,
      settling,
      onChange: (affected) => this.#tell(cluster.name, affected),
    });
    this.#clusters.set(cluster.name, { rights, asked: now(), away });
    return rights;
  }

  watch(listener: Listener): Disposable {
    const own: Listener = (...told) => listener(...told);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  /** A text that changes whenever the person's rights may have changed, in whichever cluster. */
  stamp(identity: Identity): string {
    const key = identityKey(identity);
    const known = this.#stamps.get(key);
    if (known !== undefined) return `${this.#epoch}.${known.count}`;
    this.#stamps.set(key, { identity, count: this.#count });
    if (this.#stamps.size > MOST_STAMPS) this.#stamps.delete(this.#stamps.keys().next().value!);
    return `${this.#epoch}.${this.#count}`;
  }

  /** Goes on following the clusters that were asked about, as if they had been asked about now. */
  keep(): void {
    for (const known of this.#clusters.values()) known.asked = this.#options.now();
  }

  /** Something changed for everybody that is no right, but goes with them. */
  touch(): void {
    this.#count += 1;
    for (const stamp of this.#stamps.values()) stamp.count = this.#count;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#sweep);
    this.#listeners.clear();
    for (const { rights } of this.#clusters.values()) rights[Symbol.dispose]();
    this.#clusters.clear();
  }

  #tell(cluster: string, affects: (identity: Identity) => boolean): void {
    this.#count += 1;
    for (const stamp of this.#stamps.values()) if (affects(stamp.identity)) stamp.count = this.#count;
    for (const listener of this.#listeners) {
      try {
        listener(cluster, affects);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }

  /** Clusters that are gone, and those that nobody asks about. */
  #end(): void {
    const { clusters, linger, now } = this.#options;
    for (const [name, { rights, asked }] of this.#clusters) {
      if (now() - asked <= linger && clusters.get(name) !== undefined) continue;
      rights[Symbol.dispose]();
      this.#clusters.delete(name);
    }
  }
}
