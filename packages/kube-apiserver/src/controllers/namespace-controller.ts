/** Empties namespaces that are being deleted, then lets them go. Source: k8s.io/kubernetes/pkg/controller/namespace. */
import { type Clock, isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { Store, StoredObject } from '../store/store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export interface NamespaceControllerOptions {
  store: Store;
  registry: ResourceRegistry;
  client: KubeClient;
  clock: Clock;
  onError(error: unknown): void;
}

const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
const AGAIN = 250;

export class NamespaceController implements Disposable {
  readonly #options: NamespaceControllerOptions;
  readonly #loop: KeyedLoop;
  readonly #subscription: Disposable;

  constructor(options: NamespaceControllerOptions) {
    this.#options = options;
    this.#loop = new KeyedLoop((name) => this.#empty(name), options);
    this.#subscription = options.store.subscribe('namespaces', undefined, (events) => {
      for (const { type, current } of events) if (type !== 'DELETED') this.#look(current);
    });
    for (const item of options.store.list('namespaces').items) this.#look(item);
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
    this.#loop[Symbol.dispose]();
  }

  #look({ name, object }: StoredObject): void {
    if (object.metadata.deletionTimestamp !== undefined) this.#loop.enqueue(name);
  }

  async #empty(name: string): Promise<number | undefined> {
    const { store, client } = this.#options;
    const namespace = store.get('namespaces', name);
    if (namespace?.object.metadata.deletionTimestamp === undefined) return;
    const left: Left[] = [];
    for (const type of this.#types()) {
      const { items } = store.list(type.storageKey, { namespace: name });
      for (const item of items) {
        if (isWaiting(item.object)) left.push({ type, object: item.object });
        else if (!(await this.#delete(type, item))) left.push({ type, object: item.object });
      }
    }
    await this.#tell(namespace.object, left);
    if (left.length > 0) return AGAIN;
    const spec = { ...(namespace.object.spec as object), finalizers: [] };
    try {
      await client.update(
        { ...NAMESPACES, name, subresource: 'finalize' },
        {
          ...namespace.object,
          metadata: { ...namespace.object.metadata, resourceVersion: undefined },
          spec,
        },
      );
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }

  /** One type for each kind of object that can be in a namespace; pods last, since controllers would make new ones. */
  #types(): ResourceType[] {
    const seen = new Map<string, ResourceType>();
    for (const type of this.#options.registry.types) {
      if (type.namespaced && type.verbs.includes('delete') && type.verbs.includes('list')) {
        if (!seen.has(type.storageKey) || type.conversion === undefined) seen.set(type.storageKey, type);
      }
    }
    return [...seen.values()].sort((a, b) => Number(a.storageKey === 'pods') - Number(b.storageKey === 'pods'));
  }

  /** Whether the object is gone. */
  async #delete(type: ResourceType, { namespace, name }: StoredObject): Promise<boolean> {
    const { client, store } = this.#options;
    const { group, version, resource } = type;
    try {
      await client.delete({ group, version, resource, namespace, name }, { propagationPolicy: 'Background' });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
    return store.get(type.storageKey, `${namespace}/${name}`) === undefined;
  }

  async #tell(namespace: KubeObject, left: readonly Left[]): Promise<void> {
    const { client, clock } = this.#options;
    const { name } = namespace.metadata;
    const { conditions: before = [] } = (namespace.status ?? {}) as { conditions?: Condition[] };
    const conditions = conditionsOf(left, before, timestamp(clock.now()));
    if (JSON.stringify(conditions) === JSON.stringify(before)) return;
    try {
      await client.patch({ ...NAMESPACES, name, subresource: 'status' }, 'merge', { status: { conditions } });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}

interface Left {
  type: ResourceType;
  object: KubeObject;
}

interface Condition {
  type: string;
  status: string;
  lastTransitionTime: string;
  reason: string;
  message: string;
}

const isWaiting = ({ metadata }: KubeObject) => metadata.deletionTimestamp !== undefined;

function conditionsOf(left: readonly Left[], before: readonly Condition[], now: string): Condition[] {
  const remaining = counted(
    left.map(({ type }) => (type.group === '' ? `${type.resource}.` : `${type.resource}.${type.group}`)),
  );
  const finalizers = counted(left.flatMap(({ object }) => object.metadata.finalizers ?? []));
  const make = (type: string, bad: string | undefined, badReason: string, good: [string, string]): Condition => {
    const status = bad === undefined ? 'False' : 'True';
    const known = before.find((condition) => condition.type === type && condition.status === status);
    return {
      type,
      status,
      lastTransitionTime: known?.lastTransitionTime ?? now,
      reason: bad === undefined ? good[0] : badReason,
      message: bad ?? good[1],
    };
  };
  const sentence = (entries: string, head: string) => (entries === '' ? undefined : `${head}: ${entries}`);
  return [
    make('NamespaceDeletionDiscoveryFailure', undefined, '', [
      'ResourcesDiscovered',
      'All resources successfully discovered',
    ]),
    make('NamespaceDeletionGroupVersionParsingFailure', undefined, '', [
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ]),
    make('NamespaceDeletionContentFailure', undefined, '', [
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ]),
    make(
      'NamespaceContentRemaining',
      sentence(
        list(remaining, (name, count) => `${name} has ${count} resource instances`),
        'Some resources are remaining',
      ),
      'SomeResourcesRemain',
      ['ContentRemoved', 'All content successfully removed'],
    ),
    make(
      'NamespaceFinalizersRemaining',
      sentence(
        list(finalizers, (name, count) => `${name} in ${count} resource instances`),
        'Some content in the namespace has finalizers remaining',
      ),
      'SomeFinalizersRemain',
      ['ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
    ),
  ];
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function list(counts: ReadonlyMap<string, number>, say: (name: string, count: number) => string): string {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => say(name, count))
    .join(', ');
}
