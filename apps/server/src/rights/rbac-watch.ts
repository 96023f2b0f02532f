import type { KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { Identity } from '../identity/identity.ts';
import { NATIVE_RESOURCES, type NativeKind } from './native/native-object.ts';

interface Subject {
  kind: string;
  name: string;
  namespace?: string;
}

interface Binding extends KubeObject {
  subjects?: Subject[];
  roleRef?: { kind: string; name: string };
}

/** Whose rights may be others now. */
export type Affected = (identity: Identity) => boolean;

export interface RbacWatchOptions {
  client: KubeClient;
  onChange(affected: Affected): void;
  /** From now on every change is heard of; what was decided before may be from before one that was not. */
  onLive(): void;
  /** Changes may have gone unheard for a moment. */
  onDoubt(): void;
  onError(error: unknown): void;
  /** Milliseconds that changes are collected before they are told. Default: 25. */
  patience?: number;
}

const EVERYBODY: Affected = () => true;
/** With more changed roles than this at once, whom they concern is not worth finding out. */
const MANY = 200;

/** Follows roles and bindings of a cluster, and knows whom a change concerns and where somebody is bound. */
export class RbacWatch implements Disposable {
  readonly #options: RbacWatchOptions;
  readonly #informers: Record<NativeKind, Informer<Binding>>;
  /** Subjects of changed bindings, and names of changed roles, until they are told. */
  #subjects = new Set<string>();
  #roles = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #live = false;
  #ended = false;
  readonly #synced: Promise<void>;

  constructor(options: RbacWatchOptions) {
    this.#options = options;
    const follow = (kind: NativeKind) =>
      new Informer<Binding>(options.client, NATIVE_RESOURCES[kind], { onError: (error) => this.#failed(error) });
    this.#informers = {
      ClusterRole: follow('ClusterRole'),
      Role: follow('Role'),
      ClusterRoleBinding: follow('ClusterRoleBinding'),
      RoleBinding: follow('RoleBinding'),
    };
    this.#synced = this.#start();
  }

  /** Whether every change is heard of. Without, what was decided must not be believed for long. */
  get live(): boolean {
    return this.#live;
  }

  /** Resolves when everything is known, or at the end. */
  get synced(): Promise<void> {
    return this.#synced;
  }

  /** Whether a binding names the person or a group of theirs; undefined: not known yet. */
  isBound(identity: Identity): boolean | undefined {
    if (!this.#live) return undefined;
    const keys = keysOf(identity);
    keys.delete('Group system:authenticated');
    const { ClusterRoleBinding, RoleBinding } = this.#informers;
    for (const informer of [ClusterRoleBinding, RoleBinding]) {
      for (const { metadata, subjects } of informer.values()) {
        if (subjects?.some((subject) => keys.has(keyOf(subject, metadata.namespace)))) return true;
      }
    }
    return false;
  }

  /** Namespaces that the person is bound in, in order; undefined: not known yet. */
  boundNamespaces(identity: Identity): string[] | undefined {
    if (!this.#live) return undefined;
    const keys = keysOf(identity);
    const found = new Set<string>();
    for (const { metadata, subjects } of this.#informers.RoleBinding.values()) {
      if (found.has(metadata.namespace!)) continue;
      if (subjects?.some((subject) => keys.has(keyOf(subject, metadata.namespace)))) found.add(metadata.namespace!);
    }
    return [...found].sort();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#live = false;
    this.#ended = true;
    for (const informer of Object.values(this.#informers)) informer[Symbol.dispose]();
  }

  async #start(): Promise<void> {
    const informers = Object.entries(this.#informers);
    await Promise.all(informers.map(([, informer]) => informer.start()));
    if (this.#ended) return;
    for (const [kind, informer] of informers) {
      let told = false;
      const changed = (...objects: Binding[]) => told && this.#changed(kind as NativeKind, objects);
      informer.subscribe({ onAdd: changed, onUpdate: changed, onDelete: changed });
      told = true;
    }
    this.#live = true;
    this.#options.onLive();
  }

  #failed(error: unknown): void {
    this.#options.onError(error);
    if (this.#live) this.#options.onDoubt();
  }

  #changed(kind: NativeKind, objects: Binding[]): void {
    for (const { metadata, subjects = [] } of objects) {
      if (kind === 'Role' || kind === 'ClusterRole')
        this.#roles.add(`${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
      for (const subject of subjects) this.#subjects.add(keyOf(subject, metadata.namespace));
    }
    this.#timer ??= setTimeout(() => this.#tell(), this.#options.patience ?? 25).unref();
  }

  #tell(): void {
    this.#timer = undefined;
    const [subjects, roles] = [this.#subjects, this.#roles];
    this.#subjects = new Set();
    this.#roles = new Set();
    if (roles.size > MANY) {
      this.#options.onChange(EVERYBODY);
      return;
    }
    if (roles.size > 0) {
      const { ClusterRoleBinding, RoleBinding } = this.#informers;
      for (const { metadata, roleRef, subjects: bound = [] } of [
        ...ClusterRoleBinding.values(),
        ...RoleBinding.values(),
      ]) {
        const namespace = roleRef?.kind === 'Role' ? (metadata.namespace ?? '') : '';
        if (!roles.has(`${roleRef?.kind} ${namespace}/${roleRef?.name}`)) continue;
        for (const subject of bound) subjects.add(keyOf(subject, metadata.namespace));
      }
    }
    if (subjects.size === 0) return;
    this.#options.onChange((identity) => {
      for (const key of keysOf(identity)) if (subjects.has(key)) return true;
      return false;
    });
  }
}

function keyOf({ kind, name, namespace }: Subject, home: string | undefined): string {
  return kind === 'ServiceAccount' ? `User system:serviceaccount:${namespace ?? home}:${name}` : `${kind} ${name}`;
}

/** As impersonation says who somebody is. */
function keysOf({ name, groups }: Identity): Set<string> {
  const own = groups.filter((group) => !group.startsWith('system:'));
  return new Set([`User ${name}`, ...[...own, 'system:authenticated'].map((group) => `Group ${group}`)]);
}
