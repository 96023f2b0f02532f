import type { RightsDocument, RightsPlace, RightsRule } from '@luban/manifest';
import { questionKey } from '@luban/manifest';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import type { CachedRights } from './cached-rights.ts';
import type { ClusterRights } from './cluster-rights.ts';
import { identityKey } from './identity-key.ts';
import type { IndexQuestions } from './index-questions.ts';
import { isAway } from './is-away.ts';
import { KindsWatch } from './kinds-watch.ts';
import { metadataClient } from './metadata-client.ts';
import type { RuleSet } from './rule-set.ts';
import { type ServedKinds, servesKind } from './served-kinds.ts';
import { type KnownRights, Viewer } from './viewer.ts';
import { within } from './within.ts';
import { workspaceNamespaces } from './workspace-namespaces.ts';

export interface RightsServiceOptions {
  clusters: ClusterRegistry;
  rights: CachedRights;
  /** What the extensions that are installed ask. */
  questions(): IndexQuestions;
  onError(error: unknown): void;
}

/** Milliseconds that a cluster may keep a page waiting. */
const PATIENCE = 1_500;
/** With rights in more namespaces of a cluster than this, "nowhere" is not worth finding out. */
const MOST_NAMESPACES = 40;

/** What the console has to know of rights: for the index, for menus, and for pages. */
export class RightsService implements Disposable {
  readonly #options: RightsServiceOptions;
  readonly #kinds = new Map<string, { watch: KindsWatch; cluster: ClusterHandle; connection: unknown }>();
  readonly #listeners = new Set<(affects: (identity: Identity) => boolean) => void>();
  readonly #resources = new DisposableStack();
  #known = '';

  constructor(options: RightsServiceOptions) {
    this.#options = options;
    const { clusters, rights } = options;
    this.#known = namesOf(clusters);
    this.#resources.use(rights.watch((_cluster, affects) => this.#tell(affects)));
    this.#resources.use(
      clusters.watch(() => {
        const known = namesOf(clusters);
        if (known === this.#known) return;
        this.#known = known;
        rights.touch();
        this.#tell(() => true);
      }),
    );
  }

  /** The cluster that is meant where none is named. */
  get host(): string {
    return this.#options.clusters.host.name;
  }

  /** Somebody, with what is known of their rights everywhere. Clusters that do not answer keep nobody waiting for long. */
  async viewer(identity: Identity): Promise<Viewer> {
    const { clusters, questions } = this.#options;
    const wantsKinds = questions().kinds.length > 0;
    const known = await Promise.all(
      clusters.list().map(async (cluster) => ({
        rights: await this.#knownRights(identity, cluster),
        kinds: wantsKinds ? await this.#kindsOf(cluster) : undefined,
      })),
    );
    return new Viewer(
      identity,
      known.flatMap(({ rights }) => rights ?? []),
      known.flatMap(({ kinds }) => kinds ?? []),
    );
  }

  /** @throws Refusal for a cluster that does not exist or answer */
  async document(identity: Identity, place: RightsPlace): Promise<RightsDocument> {
    const { cluster, project, workspace } = place;
    if (cluster === undefined && workspace !== undefined) return this.#workspace(identity, workspace);
    const { clusters, rights, questions } = this.#options;
    const name = cluster ?? clusters.host.name;
    const asked = questions();
    const inCluster = rights.in(name);
    const set = await inCluster.rules(identity, project ?? '');
    const answers = set.complete ? undefined : await this.#answers(inCluster, identity, name, project, asked);
    const kinds = project === undefined ? await this.#served(inCluster.cluster, asked) : undefined;
    return {
      place: { cluster: name, ...(project !== undefined && { project }) },
      rules: set.rules,
      complete: set.complete,
      ...(answers !== undefined && { answers }),
      ...(kinds !== undefined && { kinds }),
    };
  }

  /** For the places of a URL, without those whose cluster keeps one waiting. */
  async documents(identity: Identity, { cluster, project, workspace }: RightsPlace): Promise<RightsDocument[]> {
    const host = this.#options.clusters.host.name;
    const places: RightsPlace[] = [{ cluster: host }];
    if (cluster !== undefined && cluster !== host) places.push({ cluster });
    if (cluster !== undefined && project !== undefined) places.push({ cluster, project });
    if (workspace !== undefined) places.push({ workspace });
    const documents = await Promise.all(
      places.map((place) => within(PATIENCE, this.document(identity, place)).catch(() => undefined)),
    );
    return documents.filter((document) => document !== undefined);
  }

  /** Calls when the rights of some may be others, or clusters or their kinds came or went. */
  watch(listener: (affects: (identity: Identity) => boolean) => void): Disposable {
    const own = (affects: (identity: Identity) => boolean) => listener(affects);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  keep(): void {
    this.#options.rights.keep();
  }

  stamp(identity: Identity): string {
    return this.#options.rights.stamp(identity);
  }

  [Symbol.dispose](): void {
    this.#resources.dispose();
    this.#listeners.clear();
    for (const { watch } of this.#kinds.values()) watch[Symbol.dispose]();
    this.#kinds.clear();
  }

  async #knownRights(identity: Identity, { name, health }: ClusterHandle): Promise<KnownRights | undefined> {
    const rights = this.#options.rights.in(name);
    try {
      if (isAway(health)) throw new Error('It does not answer');
      const key = identityKey(identity);
      const found = knownRights(rights, identity);
      return await this.#inTime(found, (other) => identityKey(other) === key);
    } catch {
      const whole = rights.lastRules(identity, '');
      return whole && { whole, namespaces: undefined };
    }
  }

  async #answers(
    rights: ClusterRights,
    identity: Identity,
    cluster: string,
    namespace: string | undefined,
    { rights: questions }: IndexQuestions,
  ): Promise<Record<string, boolean>> {
    const answers = await Promise.all(
      questions.map(async (question) => {
        const action = { cluster, namespace, ...question, subresource: question.subresource };
        return [questionKey(question), await rights.decides(identity, action)] as const;
      }),
    );
    return Object.fromEntries(answers);
  }

  /** A workspace is wherever its projects are: what may be done in one of them, or with the workspace itself. */
  async #workspace(identity: Identity, workspace: string): Promise<RightsDocument> {
    const { clusters, rights } = this.#options;
    const rules = new Map<string, RightsRule>();
    let complete = true;
    const add = (set: RuleSet) => {
      complete &&= set.complete;
      for (const rule of set.rules) rules.set(JSON.stringify(rule), rule);
    };
    add(await rights.in(clusters.host.name).rules(identity, ''));
    await Promise.all(
      clusters.list().map(async (cluster) => {
        try {
          const names = await within(PATIENCE, workspaceNamespaces(cluster, workspace));
          const first = names.slice(0, MOST_NAMESPACES);
          complete &&= first.length === names.length;
          const sets = first.map((namespace) => rights.in(cluster.name).rules(identity, namespace));
          for (const set of await within(PATIENCE, Promise.all(sets))) add(set);
        } catch {
          // Nothing can be done in a cluster that does not answer.
        }
      }),
    );
    return { place: { workspace }, rules: [...rules.values()], complete };
  }

  async #served(cluster: ClusterHandle, { kinds }: IndexQuestions): Promise<Record<string, boolean> | undefined> {
    if (kinds.length === 0) return undefined;
    const served = await this.#kindsOf(cluster);
    return served && Object.fromEntries(kinds.map((type) => [type, servesKind(served, type)]));
  }

  async #kindsOf(cluster: ClusterHandle): Promise<ServedKinds | undefined> {
    let known = this.#kinds.get(cluster.name);
    if (known === undefined || known.connection !== cluster.connection) {
      known?.watch[Symbol.dispose]();
      const { onError, rights } = this.#options;
      const onChange = () => {
        rights.touch();
        this.#tell(() => true);
      };
      const { connection } = cluster;
      const onFailure = (error: unknown) => void (isAway(cluster.health) || onError(error));
      const watch = new KindsWatch(metadataClient(connection), { onChange, onError: onFailure });
      known = { cluster, connection, watch };
      this.#kinds.set(cluster.name, known);
    }
    const { watch } = known;
    if (isAway(cluster.health)) return watch.last;
    return this.#inTime(watch.kinds(), () => true).catch(() => watch.last);
  }

  /** What comes too late for who asked is told as a change when it is there. */
  async #inTime<T>(found: Promise<T>, affects: (identity: Identity) => boolean): Promise<T> {
    try {
      return await within(PATIENCE, found);
    } catch (error) {
      const tell = () => {
        this.#options.rights.touch();
        this.#tell(affects);
      };
      found.then(tell, () => {});
      throw error;
    }
  }

  #tell(affects: (identity: Identity) => boolean): void {
    for (const [name, { watch }] of this.#kinds) {
      if (this.#options.clusters.get(name) !== undefined) continue;
      watch[Symbol.dispose]();
      this.#kinds.delete(name);
    }
    for (const listener of this.#listeners) {
      try {
        listener(affects);
      } catch (error) {
        this.#options.onError(error);
      }
    }
  }
}

async function knownRights(rights: ClusterRights, identity: Identity): Promise<KnownRights> {
  const whole = await rights.rules(identity, '');
  // Who may do everything needs no other namespace looked at.
  if (whole.rules.some((rule) => rule.length === 3 && rule.every((list) => list?.includes('*')))) {
    return { whole, namespaces: [] };
  }
  await rights.followed();
  const bound = rights.boundNamespaces(identity);
  if (bound === undefined || bound.length > MOST_NAMESPACES) return { whole, namespaces: undefined };
  return { whole, namespaces: await Promise.all(bound.map((namespace) => rights.rules(identity, namespace))) };
}

/** Which clusters there are, and which of them answer. */
function namesOf(clusters: ClusterRegistry): string {
  return clusters
    .list()
    .map(({ name, health }) => `${name} ${isAway(health)}`)
    .join();
}
