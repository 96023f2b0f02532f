import { badRequest, type KubeObject } from '@luban/kube';
import { isObject } from '../../json/json-value.ts';
import { type FieldError, fieldForbidden, invalidObject, invalidValue } from '../../validation/field-error.ts';
import type { Attributes, Decision, UserInfo } from '../user.ts';

/** What the kinds of access reviews share. Source: k8s.io/api/authorization/v1. */
export const AUTHORIZATION_GROUP = 'authorization.k8s.io';

/** The `spec` of an object, empty when it is missing. @throws StatusError 400 when it is not an object */
export function readSpec(object: KubeObject): Record<string, unknown> {
  const { spec = {} } = object;
  if (!isObject(spec)) throw badRequest(`${object.kind}.spec must be an object`);
  return spec;
}

/** What a review asks about. Exactly one of the two kinds of attributes has to be there, which is checked before. */
export function readAttributes(spec: Record<string, unknown>, user: UserInfo): Attributes {
  const { nonResourceAttributes: path, resourceAttributes: resource } = spec;
  if (isObject(path)) return { user, verb: text(path.verb), path: text(path.path) };
  const asked = isObject(resource) ? resource : {};
  return {
    user,
    verb: text(asked.verb),
    group: text(asked.group),
    // A review without a version means any.
    version: text(asked.version) || '*',
    resource: text(asked.resource),
    subresource: text(asked.subresource),
    namespace: text(asked.namespace),
    name: text(asked.name),
  };
}

/** The user that a SubjectAccessReview names. */
export function readReviewedUser(spec: Record<string, unknown>): UserInfo {
  const extra = isObject(spec.extra) ? Object.entries(spec.extra).map(([key, values]) => [key, strings(values)]) : [];
  return {
    username: text(spec.user),
    ...(text(spec.uid) !== '' && { uid: text(spec.uid) }),
    groups: strings(spec.groups),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  };
}

/** Checks what every access review must hold. */
export function checkAttributes({ resourceAttributes, nonResourceAttributes }: Record<string, unknown>): FieldError[] {
  if (resourceAttributes != null && nonResourceAttributes != null) {
    const detail = 'cannot be specified in combination with resourceAttributes';
    return [invalidValue('spec.nonResourceAttributes', nonResourceAttributes, detail)];
  }
  if (resourceAttributes == null && nonResourceAttributes == null) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
    return [invalidValue('spec.resourceAttributes', undefined, detail)];
  }
  const [field, value] =
    resourceAttributes == null
      ? ['spec.nonResourceAttributes', nonResourceAttributes]
      : ['spec.resourceAttributes', resourceAttributes];
  return isObject(value) ? [] : [invalidValue(field, value, 'must be an object')];
}

/** Checks that somebody is asked about. */
export function checkUser(spec: Record<string, unknown>): FieldError[] {
  if (text(spec.user) !== '' || strings(spec.groups).length > 0) return [];
  return [invalidValue('spec.user', text(spec.user), 'at least one of user or group must be specified')];
}

/** A LocalSubjectAccessReview is about resources in its own namespace. */
export function checkLocal(spec: Record<string, unknown>, namespace: string): FieldError[] {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  const errors: FieldError[] = [];
  if (isObject(resource) && text(resource.namespace) !== namespace) {
    const detail = 'must match metadata.namespace';
    errors.push(invalidValue('spec.resourceAttributes.namespace', text(resource.namespace), detail));
  }
  if (path != null) errors.push(fieldForbidden('spec.nonResourceAttributes', 'disallowed on this kind of request'));
  return errors;
}

/** @throws StatusError 422 when there is an error */
export function refuseInvalid(object: KubeObject, group: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group, kind: object.kind }, object.metadata.name ?? '', errors);
}

/** The review with its answer. */
export function reviewed(object: KubeObject, { allowed, reason }: Decision): KubeObject {
  return { ...object, status: { allowed, ...(reason !== '' && { reason }) } };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
