import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { listOf, recordOf, textOf } from '../json.ts';

/** A kind that is served below `/kapis`. */
export interface ServedKind {
  group: string;
  version: string;
  /** Plural. */
  resource: string;
  kind: string;
  listKind: string;
  namespaced: boolean;
}

/** Label of the definitions whose kinds ask to be served. Source: KubeSphere 4. */
export const SERVED_LABEL = 'kubesphere.io/resource-served';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

/** Which kinds of a cluster are served, as its definitions say now. */
export class ServedKinds implements Disposable {
  readonly #kinds = new Map<string, ServedKind>();
  readonly #informer: Informer;
  readonly #answered = Promise.withResolvers<void>();

  constructor(client: KubeClient, { clock, onError }: { clock?: Clock; onError(error: unknown): void }) {
    // By the label alone: the definitions of a cluster are many megabytes, and few have it.
    this.#informer = new Informer(client, DEFINITIONS, {
      labelSelector: `${SERVED_LABEL}=true`,
      clock,
      onError: (error) => {
        this.#answered.resolve();
        if (!isStatusError(error, 'NotFound')) onError(error);
      },
    });
    this.#informer.subscribe({
      onAdd: (definition) => this.#put(definition),
      onUpdate: (definition, previous) => {
        this.#remove(previous);
        this.#put(definition);
      },
      onDelete: (last) => this.#remove(last),
    });
  }

  /** Resolves when the first list is in, or it is known that it does not come now. */
  start(): Promise<void> {
    return Promise.race([this.#informer.start(), this.#answered.promise]);
  }

  find(group: string, version: string, resource: string): ServedKind | undefined {
    return this.#kinds.get(keyOf({ group, version, resource }));
  }

  values(): IterableIterator<ServedKind> {
    return this.#kinds.values();
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
  }

  #put(definition: KubeObject): void {
    for (const kind of kindsOf(definition)) this.#kinds.set(keyOf(kind), kind);
  }

  #remove(definition: KubeObject): void {
    for (const kind of kindsOf(definition)) this.#kinds.delete(keyOf(kind));
  }
}

function keyOf({ group, version, resource }: Pick<ServedKind, 'group' | 'version' | 'resource'>): string {
  return `${group}/${version}/${resource}`;
}

function kindsOf({ spec }: KubeObject): ServedKind[] {
  const { group, names, scope, versions } = recordOf(spec);
  const { plural, kind, listKind } = recordOf(names);
  const [inGroup, resource, ofKind] = [textOf(group), textOf(plural), textOf(kind)];
  if (inGroup === undefined || resource === undefined || ofKind === undefined) return [];
  return listOf(versions)
    .map(recordOf)
    .filter(({ served, name }) => served === true && textOf(name) !== undefined)
    .map(({ name }) => ({
      group: inGroup,
      version: String(name),
      resource,
      kind: ofKind,
      listKind: textOf(listKind) ?? `${ofKind}List`,
      namespaced: scope === 'Namespaced',
    }));
}
