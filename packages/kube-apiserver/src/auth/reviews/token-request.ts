import { badRequest, type Clock, conflict, notFound, parseApiVersion, timestamp } from '@luban/kube';
import { isObject } from '../../json/json-value.ts';
import type { VirtualRequest, VirtualResource } from '../../registry/virtual-resource.ts';
import { objectKey, type Store } from '../../store/store.ts';
import { type FieldError, invalidObject, invalidValue } from '../../validation/field-error.ts';
import type { ServiceAccountTokens } from '../service-account-tokens.ts';
import type { ObjectIdentity, TokenBinding } from '../token-binding.ts';
import { readSpec } from './access-attributes.ts';

export interface TokenRequestOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly tokens: ServiceAccountTokens;
  /** Longer lives are shortened to this, in seconds. Default: not at all. */
  readonly longestExpirationSeconds?: number;
}

const SHORTEST = 600;
const LONGEST = 2 ** 32;
const DEFAULT = 3_600;

/** A token for a service account. Source: k8s.io/kubernetes/pkg/registry/core/serviceaccount/storage/token.go. */
export function tokenRequest(options: TokenRequestOptions): VirtualResource {
  const { store, tokens, longestExpirationSeconds = LONGEST } = options;
  return async (request) => {
    const { object, name, namespace, warn } = request;
    const account = store.get('serviceaccounts', objectKey(namespace, name))?.object;
    if (account === undefined) throw notFound({ group: '', resource: 'serviceaccounts' }, name);
    const spec = readSpec(object);
    check(request, spec);

    const audiences = strings(spec.audiences);
    const asked = typeof spec.expirationSeconds === 'number' ? spec.expirationSeconds : DEFAULT;
    const expirationSeconds = Math.min(asked, longestExpirationSeconds);
    if (expirationSeconds < asked) {
      warn?.(`requested expiration of ${asked} seconds shortened to ${expirationSeconds} seconds`);
    }
    const serviceaccount = { name, uid: account.metadata.uid ?? '' };
    const binding = { namespace, ...boundObject(store, request, spec.boundObjectRef), serviceaccount };
    const { token, expires } = await tokens.issue({ binding, audiences, expirationSeconds });
    return {
      ...object,
      metadata: { ...object.metadata, name, namespace, creationTimestamp: timestamp(options.clock.now()) },
      spec: { ...spec, audiences: audiences.length > 0 ? audiences : tokens.audiences, expirationSeconds },
      status: { token, expirationTimestamp: timestamp(expires) },
    };
  };
}

function check({ object, name, namespace }: VirtualRequest, spec: Record<string, unknown>): void {
  const { metadata } = object;
  const kind = { group: 'authentication.k8s.io', kind: object.kind };
  const errors: FieldError[] = [];
  if (metadata.name && metadata.name !== name) {
    errors.push(invalidValue('metadata.name', metadata.name, 'must match the service account name if specified'));
  }
  if (metadata.namespace && metadata.namespace !== namespace) {
    const detail = 'must match the service account namespace if specified';
    errors.push(invalidValue('metadata.namespace', metadata.namespace, detail));
  }
  const { expirationSeconds = DEFAULT } = spec;
  if (typeof expirationSeconds !== 'number' || !Number.isInteger(expirationSeconds)) {
    errors.push(invalidValue('spec.expirationSeconds', expirationSeconds, 'must be an integer'));
  } else if (expirationSeconds < SHORTEST) {
    const detail = 'may not specify a duration less than 10 minutes';
    errors.push(invalidValue('spec.expirationSeconds', expirationSeconds, detail));
  } else if (expirationSeconds > LONGEST) {
    const detail = 'may not specify a duration larger than 2^32 seconds';
    errors.push(invalidValue('spec.expirationSeconds', expirationSeconds, detail));
  }
  if (errors.length > 0) throw invalidObject(kind, name, errors);
}

/** What the token is to end with, beside its service account. */
function boundObject(
  store: Store,
  { name, namespace }: VirtualRequest,
  ref: unknown,
): Pick<TokenBinding, 'pod' | 'secret' | 'node'> {
  if (ref == null) return {};
  if (!isObject(ref)) throw badRequest('spec.boundObjectRef must be an object');
  const [apiVersion, kind, refName, uid] = [ref.apiVersion, ref.kind, ref.name, ref.uid].map(String);
  const { group, version } = parseApiVersion(apiVersion ?? '');
  const bound = group === '' ? BOUND[kind ?? ''] : undefined;
  if (bound === undefined || refName === undefined) {
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  }
  const key = objectKey(bound.namespaced ? namespace : undefined, refName);
  const object = store.get(bound.resource, key)?.object;
  if (object === undefined) throw notFound({ group: '', resource: bound.resource }, refName);
  if (ref.uid && uid !== object.metadata.uid) {
    throw conflict(
      { group: '', resource: kind ?? '' },
      refName,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  }
  const identity = { name: refName, uid: object.metadata.uid ?? '' };
  if (bound.claim !== 'pod') return { [bound.claim]: identity };
  const spec = isObject(object.spec) ? object.spec : {};
  if (spec.serviceAccountName !== name) {
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(name)} to pod running with different serviceaccount name.`,
    );
  }
  const node = nodeOf(store, spec.nodeName);
  return { pod: identity, ...(node !== undefined && { node }) };
}

interface Bound {
  readonly resource: string;
  readonly claim: 'pod' | 'secret' | 'node';
  readonly namespaced: boolean;
}

const BOUND: Readonly<Record<string, Bound | undefined>> = {
  __proto__: null as never,
  Pod: { resource: 'pods', claim: 'pod', namespaced: true },
  Secret: { resource: 'secrets', claim: 'secret', namespaced: true },
  Node: { resource: 'nodes', claim: 'node', namespaced: false },
};

function nodeOf(store: Store, name: unknown): ObjectIdentity | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const uid = store.get('nodes', name)?.object.metadata.uid;
  return uid === undefined ? undefined : { name, uid };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [];
}
