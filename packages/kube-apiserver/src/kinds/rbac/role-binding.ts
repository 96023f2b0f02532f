/** Source: k8s.io/kubernetes/pkg/apis/rbac/validation. */
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { pathName, pathSegment, subdomainName } from '../../validation/names.ts';
import { ensure, fillZero, get, itemsOf, objects, sameJson, text } from '../access.ts';
import { builtIn } from '../built-in.ts';

const GROUP = 'rbac.authorization.k8s.io';

export const roleBindingStrategy: Strategy = binding(true);
export const clusterRoleBindingStrategy: Strategy = binding(false);

function binding(namespaced: boolean): Strategy {
  return builtIn({
    namespaced,
    nameRule: pathName,
    countsGenerations: false,
    createsOnUpdate: true,
    default(object) {
      const role = ensure(object, 'roleRef');
      if (role !== undefined) fillZero(role, { apiGroup: GROUP });
      for (const subject of objects(object, 'subjects')) {
        const kind = text(subject, 'kind');
        if (kind === 'User' || kind === 'Group') fillZero(subject, { apiGroup: GROUP });
      }
    },
    validate: (object) => [
      ...validateRole(object, namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']),
      ...itemsOf(object, 'subjects', '').flatMap(({ value, path }) => validateSubject(value, path, namespaced)),
    ],
    validateUpdate: (object, old) =>
      sameJson(object.roleRef, old.roleRef)
        ? []
        : [invalidValue('roleRef', object.roleRef ?? null, 'cannot change roleRef')],
  });
}

function validateRole(object: KubeObject, kinds: readonly string[]): FieldError[] {
  const role = get(object, 'roleRef');
  const [group, kind, name] = [text(role, 'apiGroup'), text(role, 'kind'), text(role, 'name')];
  const errors: FieldError[] = [];
  if (group !== GROUP) errors.push(notSupported('roleRef.apiGroup', group, [GROUP]));
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  if (name === '') errors.push(required('roleRef.name'));
  return [...errors, ...pathSegment(name).map((problem) => invalidValue('roleRef.name', name, problem))];
}

function validateSubject(subject: unknown, path: string, namespaced: boolean): FieldError[] {
  const [group, kind, name] = [text(subject, 'apiGroup'), text(subject, 'kind'), text(subject, 'name')];
  const errors: FieldError[] = name === '' ? [required(`${path}.name`)] : [];
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') {
        errors.push(...subdomainName(name, false).map((problem) => invalidValue(`${path}.name`, name, problem)));
      }
      if (group !== '') errors.push(notSupported(`${path}.apiGroup`, group, ['']));
      if (!namespaced && text(subject, 'namespace') === '') errors.push(required(`${path}.namespace`));
      return errors;
    case 'User':
    case 'Group':
      if (group !== GROUP) errors.push(notSupported(`${path}.apiGroup`, group, [GROUP]));
      return errors;
    default:
      return [...errors, notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
  }
}
