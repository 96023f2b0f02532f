import type { StorageKey } from '../store/store.ts';
import type { ExternalApi } from './external-api.ts';
import { groupPriority } from './group-priority.ts';
import type { ResourceType } from './resource-type.ts';
import { compareVersions } from './version-order.ts';

export interface ApiGroup {
  /** Empty: the core group. */
  readonly name: string;
  /** The preferred one first; never empty. */
  readonly versions: readonly ApiVersion[];
}

export interface ApiVersion {
  readonly group: string;
  readonly version: string;
  /** Sorted by resource. Empty when another server answers for the version. */
  readonly types: readonly ResourceType[];
  readonly external?: ExternalApi;
}

/** Everything that is served, whoever serves it. */
export class ResourceRegistry {
  readonly #builtIn: readonly ResourceType[];
  #custom: readonly ResourceType[] = [];
  #external: readonly ExternalApi[] = [];
  #revision = 1;
  readonly #listeners = new Set<() => void>();
  #byResource = new Map<string, ResourceType>();
  #byKind = new Map<string, ResourceType>();
  #groups: readonly ApiGroup[] = [];

  constructor(builtIn: readonly ResourceType[]) {
    this.#builtIn = builtIn;
    this.#index();
  }

  /** Grows with every change, so that documents can be kept as long as it stays. */
  get revision(): number {
    return this.#revision;
  }

  /** All types, in no particular order. */
  get types(): readonly ResourceType[] {
    return [...this.#byResource.values()];
  }

  /** In the order of Kubernetes: the core group first, then by priority. */
  get groups(): readonly ApiGroup[] {
    return this.#groups;
  }

  /** By plural, as in paths. */
  find(group: string, version: string, resource: string): ResourceType | undefined {
    return this.#byResource.get(keyOf(group, version, resource));
  }

  findKind(group: string, version: string, kind: string): ResourceType | undefined {
    return this.#byKind.get(keyOf(group, version, kind));
  }

  /** The version of a resource that its group prefers. */
  findPreferred(group: string, resource: string): ResourceType | undefined {
    const versions = this.#groups.find(({ name }) => name === group)?.versions ?? [];
    return versions.flatMap(({ types }) => types).find((type) => type.resource === resource);
  }

  /** Any version of what is kept under the key: the one that is kept as it is, if that is served. */
  findStored(storageKey: StorageKey): ResourceType | undefined {
    const types = this.types.filter((type) => type.storageKey === storageKey);
    return types.find((type) => type.conversion === undefined) ?? types[0];
  }

  /** The server that answers for a group version instead of this one. */
  findExternal(group: string, version: string): ExternalApi | undefined {
    return this.#external.find((api) => api.group === group && api.version === version);
  }

  /** Replaces all types of custom resources. Where one meets a built-in type, the built-in stays. */
  setCustom(types: readonly ResourceType[]): void {
    this.#custom = types;
    this.#changed();
  }

  /** Replaces what other servers answer for. Group versions with types of this server are left to it. */
  setExternal(apis: readonly ExternalApi[]): void {
    this.#external = apis;
    this.#changed();
  }

  /** Calls after every change. */
  onChange(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => this.#listeners.delete(own) };
  }

  #changed(): void {
    this.#revision++;
    this.#index();
    for (const listener of [...this.#listeners]) listener();
  }

  #index(): void {
    this.#byResource = new Map();
    this.#byKind = new Map();
    for (const type of [...this.#custom, ...this.#builtIn]) {
      this.#byResource.set(keyOf(type.group, type.version, type.resource), type);
      this.#byKind.set(keyOf(type.group, type.version, type.kind), type);
    }
    this.#groups = groupsOf(this.types, this.#external);
  }
}

function keyOf(group: string, version: string, name: string): string {
  return `${group}/${version}/${name}`;
}

function groupsOf(types: readonly ResourceType[], external: readonly ExternalApi[]): ApiGroup[] {
  const own = Object.entries(Object.groupBy(types, ({ group, version }) => `${group}/${version}`)).map(
    ([key, members = []]): ApiVersion => ({
      group: key.slice(0, key.lastIndexOf('/')),
      version: key.slice(key.lastIndexOf('/') + 1),
      types: members.toSorted((a, b) => (a.resource < b.resource ? -1 : 1)),
    }),
  );
  const taken = new Set(own.map(({ group, version }) => `${group}/${version}`));
  const others = external
    .filter(({ group, version }) => !taken.has(`${group}/${version}`))
    .map((api): ApiVersion => ({ group: api.group, version: api.version, types: [], external: api }));
  return Object.entries(Object.groupBy([...own, ...others], ({ group }) => group))
    .map(([name, versions = []]) => ({ name, versions: versions.toSorted(byPreference) }))
    .toSorted((a, b) => priorityOf(b) - priorityOf(a) || (a.name < b.name ? -1 : 1));
}

function byPreference(a: ApiVersion, b: ApiVersion): number {
  if (a.external !== undefined && b.external !== undefined) {
    const difference = b.external.versionPriority - a.external.versionPriority;
    if (difference !== 0) return difference;
  }
  return compareVersions(a.version, b.version);
}

function priorityOf({ name, versions }: ApiGroup): number {
  return Math.max(...versions.map(({ external }) => external?.groupPriority ?? groupPriority(name)));
}
