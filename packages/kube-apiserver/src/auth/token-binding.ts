import type { KubeObject } from '@luban/kube';
import type { JWTPayload } from 'jose';
import { isObject } from '../json/json-value.ts';
import { objectKey, type Store } from '../store/store.ts';

/** What a token stands and falls with. Its form is that of the `kubernetes.io` claim. */
export interface TokenBinding {
  readonly namespace: string;
  readonly serviceaccount: ObjectIdentity;
  readonly pod?: ObjectIdentity;
  readonly secret?: ObjectIdentity;
  /** Where the pod runs, or what the token is bound to when there is no pod. */
  readonly node?: ObjectIdentity;
}

export interface ObjectIdentity {
  readonly name: string;
  readonly uid: string;
}

/** Milliseconds for which a deleted object's tokens still count, since clients use them while they shut down. */
const AFTER_DELETION = 60_000;

/** The binding in the claims of either kind of token; undefined when it is incomplete. */
export function tokenBinding(claims: JWTPayload): TokenBinding | undefined {
  const bound = claims['kubernetes.io'];
  if (!isObject(bound)) return legacyBinding(claims);
  const serviceaccount = identity(bound.serviceaccount);
  if (typeof bound.namespace !== 'string' || serviceaccount === undefined) return undefined;
  const [pod, secret, node] = [identity(bound.pod), identity(bound.secret), identity(bound.node)];
  return {
    namespace: bound.namespace,
    serviceaccount,
    ...(pod !== undefined && { pod }),
    ...(secret !== undefined && { secret }),
    ...(node !== undefined && { node }),
  };
}

/** Whether everything that the token is bound to is there, and is still the same. */
export function isBoundTo(store: Store, binding: TokenBinding, token: string, now: number): boolean {
  const { namespace, serviceaccount, pod, secret, node } = binding;
  const isThere = (resource: string, key: string, uid: string): KubeObject | undefined => {
    const object = store.get(resource, key)?.object;
    if (object === undefined || (uid !== '' && object.metadata.uid !== uid)) return undefined;
    const { deletionTimestamp } = object.metadata;
    const gone = deletionTimestamp !== undefined && Date.parse(deletionTimestamp) + AFTER_DELETION < now;
    return gone ? undefined : object;
  };
  if (!isThere('serviceaccounts', objectKey(namespace, serviceaccount.name), serviceaccount.uid)) return false;
  if (pod !== undefined && !isThere('pods', objectKey(namespace, pod.name), pod.uid)) return false;
  if (node !== undefined && pod === undefined && !isThere('nodes', node.name, node.uid)) return false;
  if (secret === undefined) return true;
  const kept = isThere('secrets', objectKey(namespace, secret.name), secret.uid);
  if (kept === undefined) return false;
  // Legacy tokens name no uid: the Secret has to hold the very token.
  return secret.uid !== '' || (isObject(kept.data) && kept.data.token === Buffer.from(token).toString('base64'));
}

function legacyBinding(claims: JWTPayload): TokenBinding | undefined {
  const claim = (name: string): string | undefined => {
    const value = claims[`kubernetes.io/serviceaccount/${name}`];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [namespace, name, uid] = [claim('namespace'), claim('service-account.name'), claim('service-account.uid')];
  const secretName = claim('secret.name');
  if (namespace === undefined || name === undefined || uid === undefined || secretName === undefined) return undefined;
  return { namespace, serviceaccount: { name, uid }, secret: { name: secretName, uid: '' } };
}

function identity(value: unknown): ObjectIdentity | undefined {
  if (!isObject(value) || typeof value.name !== 'string' || typeof value.uid !== 'string') return undefined;
  return value.uid === '' ? undefined : { name: value.name, uid: value.uid };
}
