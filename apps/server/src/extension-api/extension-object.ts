import type { KubeObject } from '@luban/kube';
import type { ResourceKind } from '@luban/kube/client';
import { recordOf, textOf } from './json.ts';

/** One thing wrong with an object, by number of the message catalogue. */
export interface ObjectProblem {
  code: string;
  params: Record<string, string | number>;
}

/** What all objects that extend the API have in common. */
export interface ExtensionObject {
  kind: ExtensionKind;
  name: string;
  uid: string;
  resourceVersion: string;
  /** Seconds alone are told apart. */
  created: string;
  /** Extension that brought it. */
  owner: string | undefined;
  /** Neither disabled nor said to be unavailable. */
  available: boolean;
  /** What an author or administrator has to mend. With one of these it is not served. */
  problems: readonly ObjectProblem[];
  /** What they should know; it is served all the same. */
  warnings: readonly ObjectProblem[];
}

export type ExtensionKind = 'APIService' | 'ReverseProxy' | 'JSBundle';

export const GROUP = 'extensions.kubesphere.io';
export const OWNER_LABEL = 'kubesphere.io/extension-ref';

/** Plurals by kind. */
export const EXTENSION_KINDS: Readonly<Record<ExtensionKind, ResourceKind>> = {
  APIService: { group: GROUP, version: 'v1alpha1', resource: 'apiservices' },
  ReverseProxy: { group: GROUP, version: 'v1alpha1', resource: 'reverseproxies' },
  JSBundle: { group: GROUP, version: 'v1alpha1', resource: 'jsbundles' },
};

export function commonOf(kind: ExtensionKind, object: KubeObject): Omit<ExtensionObject, 'problems' | 'warnings'> {
  const { name = '', uid = '', resourceVersion = '', creationTimestamp = '', labels } = object.metadata;
  return {
    kind,
    name,
    uid,
    resourceVersion,
    created: creationTimestamp,
    owner: textOf(recordOf(labels)[OWNER_LABEL]),
    available: isAvailable(recordOf(object.status).state),
  };
}

/** Objects that nobody gave a state are as good as available: the state is only written a moment later. */
function isAvailable(state: unknown): boolean {
  return state === undefined || state === '' || state === 'Available' || state === 'Enabled';
}

/** For messages: the extension, or the object itself when it belongs to none. */
export function ownerOf({ owner, kind, name }: Pick<ExtensionObject, 'owner' | 'kind' | 'name'>): string {
  return owner ?? `${kind} ${name}`;
}

/** Who came first has the claim; names decide between those of the same second. */
export function byAge(a: ExtensionObject, b: ExtensionObject): number {
  return compareTexts(a.created, b.created) || compareTexts(a.name, b.name) || compareTexts(a.uid, b.uid);
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
