import { StatusError } from '@luban/kube';
import { expect, test } from 'vitest';
import { impersonate } from './impersonation.ts';
import { person } from './testing.ts';
import type { Attributes, Authorizer } from './user.ts';

const gateway = person('gateway');

/** Allows what the words name: `users/ann`, `userextras/scopes/dev` or `*`. */
function allowing(...words: string[]): Authorizer & { asked: Attributes[] } {
  const asked: Attributes[] = [];
  return {
    asked,
    authorize(attributes) {
      asked.push(attributes);
      if ('path' in attributes || attributes.verb !== 'impersonate') return { allowed: false, reason: '' };
      const what = [attributes.resource, attributes.subresource, attributes.name].filter(Boolean).join('/');
      return { allowed: words.includes('*') || words.includes(what), reason: '' };
    },
  };
}

const refusal = (act: () => unknown): StatusError => {
  try {
    act();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

test('is the user who signed in without the headers, and asks nobody', () => {
  const authorizer = allowing();
  expect(impersonate(gateway, { authorization: 'Bearer x' }, authorizer)).toBe(gateway);
  expect(authorizer.asked).toEqual([]);
});

test('acts as a user with groups, uid and extra', () => {
  const headers = {
    'impersonate-user': 'ann',
    'impersonate-group': ['devs', 'cn=ops,o=acme'],
    'impersonate-uid': '7',
    'impersonate-extra-scopes': 'view, edit',
    'impersonate-extra-acme.com%2fproject': 'p',
  };
  const authorizer = allowing('*');
  expect(impersonate(gateway, headers, authorizer)).toEqual({
    username: 'ann',
    uid: '7',
    groups: ['devs', 'cn=ops,o=acme', 'system:authenticated'],
    extra: { scopes: ['view', 'edit'], 'acme.com/project': ['p'] },
  });
  expect(
    authorizer.asked.map((it) =>
      'path' in it ? '' : [it.group, it.resource, it.subresource, it.name].join(' ').trim(),
    ),
  ).toEqual([
    'users  ann',
    'groups  devs',
    'groups  cn=ops,o=acme',
    'authentication.k8s.io userextras scopes view',
    'authentication.k8s.io userextras scopes edit',
    'authentication.k8s.io userextras acme.com/project p',
    'authentication.k8s.io uids  7',
  ]);
});

test('acts as a service account with its groups', () => {
  const user = impersonate(
    gateway,
    { 'impersonate-user': 'system:serviceaccount:dev:robot' },
    allowing('serviceaccounts/robot'),
  );
  expect(user).toEqual({
    username: 'system:serviceaccount:dev:robot',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:dev', 'system:authenticated'],
  });
});

test('acts as nobody', () => {
  const user = impersonate(gateway, { 'impersonate-user': 'system:anonymous' }, allowing('users/system:anonymous'));
  expect(user.groups).toEqual(['system:unauthenticated']);
});

test('refuses each part with its own sentence', () => {
  expect(refusal(() => impersonate(gateway, { 'impersonate-user': 'ann' }, allowing())).message).toBe(
    'users "ann" is forbidden: User "gateway" cannot impersonate resource "users" in API group "" at the cluster scope',
  );
  const inGroup = { 'impersonate-user': 'ann', 'impersonate-group': 'system:masters' };
  expect(refusal(() => impersonate(gateway, inGroup, allowing('users/ann'))).message).toBe(
    'groups "system:masters" is forbidden: User "gateway" cannot impersonate resource "groups" in API group "" at the cluster scope',
  );
  const asRobot = { 'impersonate-user': 'system:serviceaccount:dev:robot' };
  expect(refusal(() => impersonate(gateway, asRobot, allowing())).message).toBe(
    'serviceaccounts "robot" is forbidden: User "gateway" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "dev"',
  );
  const withExtra = { 'impersonate-user': 'ann', 'impersonate-extra-scopes': 'all' };
  expect(refusal(() => impersonate(gateway, withExtra, allowing('users/ann'))).message).toBe(
    'userextras.authentication.k8s.io "all" is forbidden: User "gateway" cannot impersonate resource "userextras/scopes" in API group "authentication.k8s.io" at the cluster scope',
  );
});

test('refuses groups without a user, and harmless keys stay harmless', () => {
  expect(refusal(() => impersonate(gateway, { 'impersonate-group': 'devs' }, allowing('*'))).code).toBe(400);
  const user = impersonate(gateway, { 'impersonate-user': 'ann', 'impersonate-extra-__proto__': 'x' }, allowing('*'));
  expect(Object.getPrototypeOf(user.extra)).toBe(Object.prototype);
  expect(Object.hasOwn(user.extra ?? {}, '__proto__')).toBe(true);
});
